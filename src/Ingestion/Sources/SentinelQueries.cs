using System.Globalization;
using System.Text.Json;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The KQL that is sent to a Sentinel workspace. Nothing narrows the answer but the ingestion time: severities and statuses are decided
/// after the rows are recorded.
/// </summary>
internal static class SentinelQueries
{
    /// <summary>The column that carries the ingestion time; the tables have none of that name.</summary>
    public const string Ingested = "Ingested";

    /// <summary>Ids in one query.</summary>
    public const int IdsAtOnce = 200;

    private const string IncidentsBody = """
        SecurityIncident
        | extend Ingested = ingestion_time()
        | where Ingested >= ledger_from and Ingested < ledger_to
        | order by Ingested asc
        """;

    private const string ChangedAlertsBody = """
        SecurityAlert
        | extend Ingested = ingestion_time()
        | where Ingested >= ledger_from and Ingested < ledger_to
        | summarize arg_max(Ingested, TimeGenerated) by SystemAlertId
        """;

    /// <summary>Everything that shapes the answer, times and ids left out: what the filter digest is made of.</summary>
    public static string Shape { get; } = string.Join('\n', IncidentsBody, ChangedAlertsBody, "SecurityAlert by SystemAlertId", "SecurityIncident by AlertIds");

    /// <summary>Rows of SecurityIncident by ingestion time, oldest first.</summary>
    public static string Incidents(DateTimeOffset from, DateTimeOffset? to, int rows) =>
        $"{Bounds(from, to)}{IncidentsBody}\n| take {rows.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The column that carries a count.</summary>
    public const string Counted = "Counted";

    /// <summary>How many incidents were last modified in a stretch.</summary>
    public static string CountIncidents(DateTimeOffset from, DateTimeOffset to) =>
        $"{Bounds(from, to)}SecurityIncident\n| summarize arg_max(LastModifiedTime, *) by IncidentName\n"
        + $"| where LastModifiedTime >= ledger_from and LastModifiedTime < ledger_to\n| summarize {Counted} = count()";

    /// <summary>The ids of the alerts with a row ingested in the window.</summary>
    public static string ChangedAlerts(DateTimeOffset from, DateTimeOffset? to) => Bounds(from, to) + ChangedAlertsBody;

    /// <summary>The newest row of each alert.</summary>
    public static string Alerts(IEnumerable<string> systemAlertIds) =>
        $"SecurityAlert\n| where SystemAlertId in ({Texts(systemAlertIds)})\n| summarize arg_max(TimeGenerated, *) by SystemAlertId";

    /// <summary>The newest row of each incident that lists one of the alerts.</summary>
    public static string IncidentsOf(IEnumerable<string> systemAlertIds) =>
        $"SecurityIncident\n| where tostring(AlertIds) has_any ({Texts(systemAlertIds)})\n| extend Ingested = ingestion_time()\n"
        + "| summarize arg_max(LastModifiedTime, *) by IncidentName";

    /// <summary>Every list of alert ids that an incident's rows ever had.</summary>
    public static string AlertIdsOf(string incident) =>
        $"SecurityIncident\n| where IncidentName == {Texts([incident])}\n| project AlertIds";

    /// <summary>The newest row of the incidents that stand for a Defender incident.</summary>
    public static string IncidentsOfProvider(string providerIncidentId) =>
        $"SecurityIncident\n| where ProviderIncidentId == {Texts([providerIncidentId])}\n| extend Ingested = ingestion_time()\n"
        + "| summarize arg_max(LastModifiedTime, *) by IncidentName";

    /// <summary>
    /// The bounds of a window, as statements that stand in front of a query. KQL knows no open end; ingestion times do not lie ahead of the
    /// server's clock, so the last day of the calendar bounds nothing.
    /// </summary>
    public static string Bounds(DateTimeOffset from, DateTimeOffset? to) =>
        $"let ledger_from = datetime({Time(from)});\nlet ledger_to = datetime({Time(to ?? DateTimeOffset.MaxValue)});\n";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>String literals. JSON escapes are a subset of KQL's; the relaxed encoder is not used, so that no quote can end a literal early.</summary>
    private static string Texts(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => JsonSerializer.Serialize(text)));
}
