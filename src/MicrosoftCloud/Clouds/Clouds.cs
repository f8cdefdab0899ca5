namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// The four clouds of Microsoft. Sources: the national cloud deployments page of Microsoft Graph, the access page of the
/// Log Analytics query API, and the v1.0 schemas, in which the security resources are absent from China.
/// </summary>
public static class Clouds
{
    private const string GovAuthority = "https://login.microsoftonline.us/";
    private const string GovLogs = "https://api.loganalytics.us";
    private const string GovManagement = "https://management.usgovcloudapi.net";

    /// <summary>Worldwide, also Microsoft 365 GCC.</summary>
    public static EndpointSet Public { get; } = Set(
        "public",
        "https://login.microsoftonline.com/",
        graph: "https://graph.microsoft.com",
        logs: "https://api.loganalytics.azure.com",
        logsAudience: "https://api.loganalytics.io",
        management: "https://management.azure.com",
        exchange: "https://outlook.office365.com",
        ["security.microsoft.com", "portal.azure.com"]);

    /// <summary>US Government, GCC High (L4).</summary>
    public static EndpointSet UsGov { get; } = Set(
        "usGov",
        GovAuthority,
        graph: "https://graph.microsoft.us",
        logs: GovLogs,
        logsAudience: GovLogs,
        management: GovManagement,
        exchange: "https://outlook.office365.us",
        ["security.microsoft.us", "portal.azure.us"]) with
    { Sources = CloudSources.All & ~CloudSources.EmailThreats };

    /// <summary>US Government, DoD (L5).</summary>
    public static EndpointSet UsGovDod { get; } = Set(
        "usGovDod",
        GovAuthority,
        graph: "https://dod-graph.microsoft.us",
        logs: GovLogs,
        logsAudience: GovLogs,
        management: GovManagement,
        exchange: "https://webmail.apps.mil",
        ["security.apps.mil", "portal.azure.us"]) with
    { Sources = CloudSources.All & ~CloudSources.EmailThreats };

    /// <summary>China (21Vianet): Sentinel only; the Graph security resources do not exist there.</summary>
    public static EndpointSet China { get; } = Set(
        "china",
        "https://login.chinacloudapi.cn/",
        graph: "https://microsoftgraph.chinacloudapi.cn",
        logs: "https://api.loganalytics.azure.cn",
        logsAudience: "https://api.loganalytics.azure.cn",
        management: "https://management.chinacloudapi.cn",
        exchange: "https://outlook.office365.cn",
        ["portal.azure.cn"]) with
    { Sources = CloudSources.LogAnalytics | CloudSources.SentinelIncidents | CloudSources.Mailboxes | CloudSources.Exchange };

    /// <summary>All four.</summary>
    public static IReadOnlyList<EndpointSet> All { get; } = [Public, UsGov, UsGovDod, China];

    private static EndpointSet Set(
        string name, string authority, string graph, string logs, string logsAudience, string management, string exchange, string[] portals) =>
        new(
            name,
            new Uri(authority),
            Endpoint(graph, graph),
            Endpoint(logs, logsAudience),
            Endpoint(management, management),
            portals)
        {
            Exchange = Endpoint(exchange, exchange),
        };

    private static CloudEndpoint Endpoint(string address, string audience) => new(new Uri(address), audience + "/.default");
}
