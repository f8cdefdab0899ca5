namespace Dropzone.Ledger.Simulator.Entra;

/// <summary>The Azure roles that matter here and the actions they allow on the workspace.</summary>
internal static class AzureRoles
{
    public const string SentinelReader = "Microsoft Sentinel Reader";
    public const string SentinelResponder = "Microsoft Sentinel Responder";
    public const string LogAnalyticsReader = "Log Analytics Reader";

    /// <summary>Whether tables may be read.</summary>
    public static bool MayQuery(IReadOnlySet<string> roles) => roles.Contains(SentinelReader) || roles.Contains(SentinelResponder) || roles.Contains(LogAnalyticsReader);

    /// <summary>Whether incidents may be read.</summary>
    public static bool MayRead(IReadOnlySet<string> roles) => roles.Contains(SentinelReader) || roles.Contains(SentinelResponder);

    /// <summary>Whether incidents may be written.</summary>
    public static bool MayWrite(IReadOnlySet<string> roles) => roles.Contains(SentinelResponder);

    /// <summary>The actions of a role, as the permissions API lists them.</summary>
    public static string[] Actions(string role) => role switch
    {
        SentinelReader =>
        [
            "Microsoft.SecurityInsights/*/read", "Microsoft.SecurityInsights/incidents/*/read", "Microsoft.OperationalInsights/workspaces/analytics/query/action",
            "Microsoft.OperationalInsights/workspaces/*/read",
        ],
        SentinelResponder =>
        [
            "Microsoft.SecurityInsights/*/read", "Microsoft.SecurityInsights/cases/*", "Microsoft.SecurityInsights/incidents/*",
            "Microsoft.OperationalInsights/workspaces/analytics/query/action", "Microsoft.OperationalInsights/workspaces/*/read",
        ],
        LogAnalyticsReader => ["*/read", "Microsoft.OperationalInsights/workspaces/analytics/query/action", "Microsoft.OperationalInsights/workspaces/search/action"],
        _ => [],
    };
}
