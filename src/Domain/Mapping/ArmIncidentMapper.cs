using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping.Sentinel;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>
/// Reads a Sentinel incident as the resource manager gives it, with the answers for its alerts and entities where they were asked for. The
/// same item as a row of SecurityIncident: its identity is the same name, its facts have the same meaning.
/// </summary>
public static class ArmIncidentMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 1;

    private const string Properties = "properties";

    /// <summary>Reads one incident.</summary>
    /// <param name="parts">The incident and what belongs to it.</param>
    /// <param name="workspace">The workspace's name in the connector's settings.</param>
    public static MappedRecord Map(ArmIncidentParts parts, string workspace)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var reading = new Reading();
        var resource = Fields.Of(reading, "$", JsonText.Parse(parts.Incident));
        var name = resource.Text("name");
        var incident = resource.Inside(Properties) ?? Fields.OfCells(reading, "$.properties", []);
        var modified = incident.Time("lastModifiedTimeUtc", needed: true) ?? "";
        var alerts = parts.Alerts is { } given ? ArmIncidentAlerts.Read(reading, given) : [];
        var entities = parts.Entities is { } answer ? ArmIncidentAlerts.Entities(reading, answer) : [];
        var facts = FactsOf(reading, incident, alerts, workspace, modified) with { EntityCount = entities.Count, RedirectedTo = parts.RedirectedTo };
        if (parts.RedirectedTo is null && SentinelIncidentMapper.IsRedirected(facts.Status, facts.Tags))
        {
            reading.Warn("$.properties.labels", "redirected, but the incident that took it over is not known yet");
        }

        return new MappedRecord(
            name ?? reading.IdOf(parts.Incident.Span, "$.name"),
            new SourceVersion(SourceVersionKey.OfRecord(modified, [.. parts.Incident.Span, .. System.Text.Encoding.UTF8.GetBytes(parts.RedirectedTo ?? "")]), modified),
            facts,
            new AlertEntities(entities),
            reading.Warnings,
            parts.RedirectedTo,
            reading.Known);
    }

    private static AlertFacts FactsOf(Reading reading, Fields incident, IReadOnlyList<SentinelAlertFacts> alerts, string workspace, string modified)
    {
        var more = incident.Inside("additionalData");
        var owner = incident.Inside("owner");
        return new AlertFacts
        {
            Title = incident.Needed("title") ?? Words.Untitled,
            Severity = Words.Severity(incident.Needed("severity")),
            Status = incident.Needed("status") ?? "unknown",
            Description = incident.Prose("description"),
            Classification = incident.Text("classification"),
            Determination = incident.Text("classificationReason"),
            DetectionSource = alerts.Select(a => a.DetectionSource).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var one] ? one : null,
            ServiceSource = incident.Text("providerName"),
            Products = Words.Set(more?.Texts("alertProductNames") ?? [], alerts.Select(a => a.Product)),
            Vendors = Words.Set(alerts.Select(a => a.Vendor)),
            Categories = Words.Set(more?.Texts("tactics") ?? [], alerts.SelectMany(a => a.Tactics)),
            Techniques = Words.Set(more?.Texts("techniques") ?? []),
            Tags = Words.Set(incident.Items("labels").Where(label => label.Value.ValueKind == JsonValueKind.Object)
                .Select(label => Fields.Of(reading, label.Path, label.Value).Text("labelName"))),
            AssignedTo = owner?.Text("assignedTo") ?? owner?.Text("userPrincipalName") ?? owner?.Text("email"),
            CreatedAt = incident.Time("createdTimeUtc"),
            ModifiedAt = modified.Length == 0 ? null : modified,
            FirstActivityAt = incident.Time("firstActivityTimeUtc"),
            LastActivityAt = incident.Time("lastActivityTimeUtc"),
            Url = incident.Text("incidentUrl"),
            IncidentNumber = incident.Text("incidentNumber", numberIsFine: true),
            ProviderIncidentId = incident.Text("providerIncidentId", numberIsFine: true),
            Workspace = workspace,
            Alerts = alerts,
            CommentCount = more?.Count("commentsCount") ?? 0,
        };
    }
}
