using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a connector polls.</summary>
internal static class ResourceReaders
{
    /// <summary>The names of a connector's resources, as they stand in cursors and coverage events.</summary>
    public static IReadOnlyList<string> NamesOf(ConnectorSettings settings) => settings switch
    {
        Microsoft365Settings microsoft =>
        [
            ReadsIncidents(microsoft) ? GraphReader.Incidents : GraphReader.Alerts,
            .. microsoft.EmailThreatSubmissions ? [EmailThreatReader.Name] : Array.Empty<string>(),
            .. microsoft.MailboxPhishing.Enabled ? [ReportedMailReader.Name] : Array.Empty<string>(),
        ],
        SentinelSettings sentinel =>
        [
            .. sentinel.Workspaces.Select(workspace => $"{SentinelReader.Incidents}/{workspace.Name}"),
            .. sentinel.Workspaces.Select(workspace => $"{ArmIncidentReader.Incidents}/{workspace.Name}"),
            .. sentinel.Workspaces.SelectMany(workspace => (sentinel.KqlQueries ?? []).Select(query => KqlReader.NameOf(query, workspace.Name))),
        ],
        _ => [],
    };

    /// <summary>The workspace of a resource, which is the last part of its name; the resources of Microsoft 365 are of none.</summary>
    public static string WorkspaceOf(string resource) => resource[(resource.LastIndexOf('/') + 1)..] is var last && last.Length < resource.Length ? last : "";

    /// <summary>A reader for each resource. Without a connection the readers may only be asked for their names.</summary>
    public static IEnumerable<IResourceReader> Of(ConnectorState connector, CloudConnection? connection, PollerOptions options, PayRequest pay)
    {
        Func<CancellationToken, Task> Budget(CloudService service) => cancel => pay(service, cancel);

        return connector.Settings switch
        {
            Microsoft365Settings microsoft =>
            [
                new GraphReader(
                    connection!,
                    ReadsIncidents(microsoft),
                    options.GraphPageSize,
                    Budget(CloudService.Graph),
                    connection is not null && microsoft.DlpEnforcementModes.Count > 0 ? new EnforcementModes(connection.Hunting, Budget(CloudService.Graph)) : null),
                .. microsoft.EmailThreatSubmissions
                    ? [new EmailThreatReader(connection!, microsoft.PollLookback, options.GraphPageSize, Budget(CloudService.Graph))]
                    : Array.Empty<IResourceReader>(),
                .. microsoft.MailboxPhishing.Enabled
                    ? [new ReportedMailReader(connection!, microsoft.MailboxPhishing, Budget(CloudService.Outlook))]
                    : Array.Empty<IResourceReader>(),
            ],
            SentinelSettings sentinel => SentinelReaders.Of(sentinel, connection!, options, (service, cancel) => Budget(service)(cancel)),
            _ => [],
        };
    }

    private static bool ReadsIncidents(Microsoft365Settings settings) => settings.Ingest == "incidents";
}
