using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Demo;

/// <summary>What the demo's Sentinel connector has beside the settings that all connectors have: every option on.</summary>
internal static class DemoSentinel
{
    /// <summary>The workspace that the demo has beside the first one.</summary>
    public const string SecondWorkspace = "law-plant";

    private const string GuessedPasswords = """
        // Accounts that somebody tries to guess the password of: one alert an account and address, its last try the newest version.
        SigninLogs
        | where TimeGenerated >= ledger_from and TimeGenerated < ledger_to
        | where ResultType in ("50126", "50053")
        | summarize arg_max(TimeGenerated, *) by UserPrincipalName, IPAddress
        | extend Headline = strcat("Failed sign-ins of ", UserPrincipalName), Risk = iff(ResultType == "50053", "High", "Medium")
        """;

    private const string RiskySignIns = """
        SigninLogs
        | where TimeGenerated >= ledger_from and TimeGenerated < ledger_to
        | where RiskLevelDuringSignIn == "high"
        | extend Headline = strcat("Risky sign-in from ", Location)
        """;

    /// <summary>Adds them.</summary>
    /// <param name="document">The settings document.</param>
    /// <param name="workspaces">Every workspace of the simulated tenant.</param>
    /// <param name="samples">Whether recorded samples are served: they hold no sign-ins and no mailboxes.</param>
    public static void Complete(JsonObject document, IReadOnlyList<SimulatedTenant> workspaces, bool samples)
    {
        document["workspaces"] = new JsonArray([.. workspaces.Select(Workspace)]);
        if (samples)
        {
            return;
        }

        document["enabledSeverities"] = new JsonArray("High", "Medium", "Low");
        document["enabledStatuses"] = new JsonArray("New", "Active", "Closed");
        document["defenderEmailFetching"] = true;
        document["ticketSync"] = new JsonObject { ["updateStatusOnInvestigationChange"] = true };
        document["kqlQueries"] = new JsonArray(
            Query("guessed-passwords", GuessedPasswords, ["UserPrincipalName", "IPAddress"], "Risk"),
            Query("risky-sign-ins", RiskySignIns, ["Id"], "RiskLevelDuringSignIn"));
    }

    private static JsonObject Workspace(SimulatedTenant at) => new()
    {
        ["name"] = at.WorkspaceName,
        ["workspaceId"] = at.WorkspaceId.ToString(),
        ["subscriptionId"] = at.SubscriptionId.ToString(),
        ["resourceGroup"] = at.ResourceGroup,
    };

    private static JsonObject Query(string slug, string query, string[] idColumns, string severity) => new()
    {
        ["slug"] = slug,
        ["query"] = query,
        ["timeColumn"] = "TimeGenerated",
        ["idColumns"] = new JsonArray([.. idColumns.Select(column => (JsonNode)column)]),
        ["titleColumn"] = "Headline",
        ["severityColumn"] = severity,
    };
}
