namespace Dropzone.Ledger.Simulator.Http;

/// <summary>Tells the services apart by path; their paths do not collide.</summary>
internal static class Services
{
    /// <summary>The service of a path.</summary>
    public static ServiceKind Of(PathString path)
    {
        string text = path.Value ?? "";
        return text switch
        {
            _ when text.StartsWith("/control", StringComparison.OrdinalIgnoreCase) => ServiceKind.Control,
            _ when text.StartsWith("/v1.0/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("/beta/", StringComparison.OrdinalIgnoreCase) => ServiceKind.Graph,
            _ when text.StartsWith("/v1/", StringComparison.OrdinalIgnoreCase) => ServiceKind.LogAnalytics,
            _ when text.StartsWith("/subscriptions", StringComparison.OrdinalIgnoreCase) => ServiceKind.Arm,
            _ when text.StartsWith("/adminapi", StringComparison.OrdinalIgnoreCase) => ServiceKind.Exchange,
            _ when text.EndsWith("/oauth2/v2.0/token", StringComparison.OrdinalIgnoreCase) => ServiceKind.Token,
            _ => ServiceKind.Unknown,
        };
    }

    /// <summary>The name of a service in faults and in the request log.</summary>
    public static string Name(ServiceKind service) => service == ServiceKind.LogAnalytics ? "logAnalytics" : service.ToString().ToLowerInvariant();
}
