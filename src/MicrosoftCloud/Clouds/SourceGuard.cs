namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Refuses by name what a cloud does not have, before anything is sent.</summary>
internal static class SourceGuard
{
    public static CloudError? Refuses(this EndpointSet endpoints, CloudSources source) =>
        endpoints.Sources.HasFlag(source) && (source != CloudSources.Exchange || endpoints.Exchange is not null)
            ? null
            : new CloudError(CloudErrorKind.ServiceAbsentInCloud, Service(source))
            {
                Detail = $"{Name(source)} does not exist in the cloud '{endpoints.Name}'",
            };

    private static CloudService Service(CloudSources source) => source switch
    {
        CloudSources.LogAnalytics => CloudService.LogAnalytics,
        CloudSources.SentinelIncidents => CloudService.ResourceManager,
        CloudSources.Mailboxes => CloudService.Outlook,
        CloudSources.Exchange => CloudService.Exchange,
        _ => CloudService.Graph,
    };

    private static string Name(CloudSources source) => source switch
    {
        CloudSources.GraphAlerts => "Microsoft Graph security/alerts_v2",
        CloudSources.GraphIncidents => "Microsoft Graph security/incidents",
        CloudSources.LogAnalytics => "the Log Analytics query API",
        CloudSources.EmailThreats => "Microsoft Graph security/threatSubmission",
        CloudSources.Mailboxes => "Microsoft Graph mail",
        CloudSources.Hunting => "Microsoft Graph security/runHuntingQuery",
        CloudSources.Exchange => "the admin API of Exchange Online",
        _ => "Microsoft Sentinel",
    };
}
