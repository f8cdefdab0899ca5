using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Writes the failed sign-ins behind a rule's alert into SigninLogs: one guess after another against one account.</summary>
internal static class FailedSignIns
{
    /// <summary>A burst of them up to a moment.</summary>
    public static void Write(SimulatedWorld world, Scene scene, string alertId, DateTimeOffset at)
    {
        SeededStream random = SeededStream.For(0, "sign-ins/" + alertId);
        int count = random.Between(3, 9);
        for (int i = 0; i < count; i++)
        {
            DateTimeOffset time = at - TimeSpan.FromSeconds((count - i) * random.Between(2, 20));
            string id = random.Uuid().ToString();
            world.SigninLogs.Append(new LogRow(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["TenantId"] = world.Tenant.WorkspaceId.ToString(),
                    ["TimeGenerated"] = time,
                    ["Id"] = id,
                    ["CorrelationId"] = random.Uuid().ToString(),
                    ["UserPrincipalName"] = scene.Victim.Mail(Cast.Domain),
                    ["UserDisplayName"] = scene.Victim.DisplayName,
                    ["UserId"] = Evidence.Uuid("user/" + scene.Victim.Account),
                    ["AppDisplayName"] = "Office 365 Exchange Online",
                    ["IPAddress"] = scene.Place.Address,
                    ["Location"] = scene.Place.Country,
                    ["ResultType"] = i == count - 1 ? "50053" : "50126",
                    ["ResultDescription"] = i == count - 1 ? "The account is locked." : "Invalid username or password.",
                    ["ClientAppUsed"] = "Browser",
                    ["RiskLevelDuringSignIn"] = i > 3 ? "high" : "medium",
                    ["Type"] = "SigninLogs",
                },
                world.IngestionOf(id, 1, time)));
        }
    }
}
