namespace Dropzone.Ledger.Simulator.Entra;

/// <summary>The resources of a cloud, by the audience of their tokens.</summary>
internal sealed record Audiences(string Graph, string LogAnalytics, string Arm, string Exchange)
{
    /// <summary>The audiences of <paramref name="cloud"/>.</summary>
    public static Audiences Of(SimulatedCloudKind cloud) => cloud switch
    {
        SimulatedCloudKind.UsGov => new("https://graph.microsoft.us", "https://api.loganalytics.us", "https://management.usgovcloudapi.net", "https://outlook.office365.us"),
        SimulatedCloudKind.UsGovDod => new("https://dod-graph.microsoft.us", "https://api.loganalytics.us", "https://management.usgovcloudapi.net", "https://webmail.apps.mil"),
        SimulatedCloudKind.China => new("https://microsoftgraph.chinacloudapi.cn", "https://api.loganalytics.azure.cn", "https://management.chinacloudapi.cn", "https://outlook.office365.cn"),
        _ => new("https://graph.microsoft.com", "https://api.loganalytics.io", "https://management.azure.com", "https://outlook.office365.com"),
    };

    /// <summary>Whether tokens are given for <paramref name="resource"/>.</summary>
    public bool Knows(string resource) => resource == Graph || resource == LogAnalytics || resource == Arm || resource == Exchange;
}
