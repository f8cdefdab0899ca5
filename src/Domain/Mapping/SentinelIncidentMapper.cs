using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping.Sentinel;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>Reads a row of SecurityIncident with the rows of its SecurityAlerts. Pure and total; unknown columns are ignored.</summary>
public static class SentinelIncidentMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 2;

    private const string Table = "SecurityIncident";

    /// <summary>Reads one version of an incident.</summary>
    /// <param name="row">The incident's row.</param>
    /// <param name="alerts">The rows found of its alerts; late and missing ones are normal.</param>
    /// <param name="workspace">The workspace's name in the connector's settings.</param>
    /// <param name="into">Of a redirected incident: the row of the incident that took it over, once that is known.</param>
    public static MappedRecord Map(SentinelIncidentRow row, IReadOnlyList<SentinelAlertRow> alerts, string workspace, SentinelIncidentRow? into = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(alerts);
        var reading = new Reading();
        var cells = TableRow.Parse(reading, Table, row.Columns, row.Row);
        var incident = cells.Fields(reading, Table);
        var found = SentinelAlert.ReadAll(reading, alerts);
        var id = incident.Text("IncidentName") ?? reading.IdOf(row.Row.Span, Table + ".IncidentName");
        var modified = incident.Time("LastModifiedTime", needed: true) ?? "";
        var comments = Comments(reading, incident);
        var entities = Distinct(found.SelectMany(a => a.Entities));
        var redirectedTo = into is null ? null : TableRow.Parse(reading, "into", into.Columns, into.Row).Fields(reading, "into").Text("IncidentName");
        var facts = FactsOf(reading, incident, found, workspace, modified, comments) with { EntityCount = entities.Count, RedirectedTo = redirectedTo };
        if (redirectedTo is null && IsRedirected(facts.Status, facts.Tags))
        {
            reading.Warn(Table + ".Labels", "redirected, but the incident that took it over is not known yet");
        }

        var parts = found.SelectMany(a => (byte[])[.. a.Content, 1]);
        var key = SourceVersionKey.OfIncident(modified, cells.Content(), [.. redirectedTo is null ? parts : parts.Concat(Encoding.UTF8.GetBytes("into " + redirectedTo))]);
        return new MappedRecord(
            id, new SourceVersion(key, modified), facts, new AlertEntities([.. entities, .. comments]), reading.Warnings, redirectedTo, reading.Known);
    }

    /// <summary>Whether Defender folded an incident into another: it stays behind closed, with this tag.</summary>
    public static bool IsRedirected(string status, IEnumerable<string> tags) =>
        status.Equals("Closed", StringComparison.OrdinalIgnoreCase) && tags.Contains("Redirected", StringComparer.OrdinalIgnoreCase);

    private static AlertFacts FactsOf(
        Reading reading, Fields incident, IReadOnlyList<SentinelAlert> found, string workspace, string modified, IReadOnlyList<AlertEntity> comments)
    {
        var more = incident.DynamicInside("AdditionalData");
        return new AlertFacts
        {
            Title = incident.Needed("Title") ?? Words.Untitled,
            Severity = Words.Severity(incident.Needed("Severity")),
            Status = incident.Needed("Status") ?? "unknown",
            Description = incident.Prose("Description"),
            Classification = incident.Text("Classification"),
            Determination = incident.Text("ClassificationReason"),
            DetectionSource = found.Select(a => a.Facts.DetectionSource).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var one] ? one : null,
            ServiceSource = incident.Text("ProviderName"),
            Products = Words.Set(more?.Texts("alertProductNames") ?? [], found.Select(a => a.Facts.Product)),
            Vendors = Words.Set(found.Select(a => a.Facts.Vendor)),
            Categories = Words.Set(more?.Texts("tactics") ?? [], found.SelectMany(a => a.Facts.Tactics)),
            Techniques = Words.Set(more?.Texts("techniques") ?? [], found.SelectMany(a => a.Facts.Techniques)),
            Tags = Words.Set(Labels(reading, incident)),
            AssignedTo = Owner(incident),
            ModifiedBy = incident.Text("ModifiedBy"),
            CreatedAt = incident.Time("CreatedTime"),
            ModifiedAt = modified.Length == 0 ? null : modified,
            FirstActivityAt = incident.Time("FirstActivityTime"),
            LastActivityAt = incident.Time("LastActivityTime"),
            ResolvedAt = incident.Time("ClosedTime"),
            Url = incident.Text("IncidentUrl"),
            IncidentNumber = incident.Text("IncidentNumber", numberIsFine: true),
            ProviderIncidentId = incident.Text("ProviderIncidentId", numberIsFine: true),
            Workspace = workspace,
            Alerts = AlertsOf(incident, found),
            CommentCount = incident.Has("Comments") ? comments.Count : more?.Count("commentsCount") ?? 0,
        };
    }

    private static IReadOnlyList<SentinelAlertFacts> AlertsOf(Fields incident, IReadOnlyList<SentinelAlert> found)
    {
        var known = found.Select(a => a.Facts.SystemAlertId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Words.Set(incident.DynamicTexts("AlertIds"))
                .Where(id => !known.Contains(id))
                .Select(id => new SentinelAlertFacts { SystemAlertId = id, Found = false })
                .Concat(found.Select(a => a.Facts))
                .OrderBy(a => a.SystemAlertId, StringComparer.Ordinal),
        ];
    }

    private static string? Owner(Fields incident)
    {
        var owner = incident.DynamicInside("Owner");
        return owner?.Text("assignedTo") ?? owner?.Text("userPrincipalName") ?? owner?.Text("email");
    }

    private static IEnumerable<string?> Labels(Reading reading, Fields incident) => incident.DynamicItems("Labels").Select(label =>
        label.Value.ValueKind == JsonValueKind.String
            ? JsonText.Of(label.Value, out _)
            : Fields.Of(reading, label.Path, label.Value).Text("labelName"));

    private static IReadOnlyList<AlertEntity> Comments(Reading reading, Fields incident) =>
    [
        .. incident.DynamicItems("Comments").Select(item =>
        {
            var comment = Fields.Of(reading, item.Path, item.Value);
            var author = comment.Inside("author");
            return CommentEntity.Of(
                comment.Text("message"),
                author?.Text("name") ?? author?.Text("userPrincipalName") ?? author?.Text("email"),
                comment.Time("createdTimeUtc"));
        }),
    ];

    // Alerts of one incident share their users and devices.
    internal static IReadOnlyList<AlertEntity> Distinct(IEnumerable<AlertEntity> entities) =>
    [
        .. entities.DistinctBy(
            e => string.Join('\0', [e.Kind, e.Name, .. e.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => new[] { p.Key, p.Value })]),
            StringComparer.Ordinal),
    ];
}
