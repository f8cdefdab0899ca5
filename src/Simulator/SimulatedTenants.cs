using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator;

/// <summary>Makes the tenant of a seed, with one application that may do everything the product needs.</summary>
internal static class SimulatedTenants
{
    /// <summary>The tenant.</summary>
    public static SimulatedTenant From(int seed)
    {
        SeededStream random = SeededStream.For(seed, "tenant");
        return new SimulatedTenant(
            random.Uuid(), "contosolab.onmicrosoft.com", random.Uuid(), "sim8Q~" + random.Hex(34), random.Uuid(), "law-soc", random.Uuid(), "rg-soc");
    }

    /// <summary>Its application.</summary>
    public static AppRegistration DefaultApp(SimulatedTenant tenant, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return new AppRegistration(
            tenant.ClientId,
            "alert-ledger",
            [new AppSecret(new Guid(tenant.ClientId.ToByteArray().Reverse().ToArray()), tenant.ClientSecret, day.AddDays(-100), day.AddDays(265))],
            [],
            new HashSet<string>(["SecurityAlert.Read.All", "SecurityIncident.Read.All", "ThreatSubmission.Read.All", "Application.Read.All", "Mail.Read", "ThreatHunting.Read.All"], StringComparer.Ordinal),
            new HashSet<string>([AzureRoles.SentinelResponder], StringComparer.Ordinal))
        {
            ExchangeRoles = new HashSet<string>(["Exchange.ManageAsApp"], StringComparer.Ordinal),
            DirectoryRoles = new HashSet<string>(["Security Reader"], StringComparer.Ordinal),
        };
    }
}
