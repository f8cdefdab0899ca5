using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>
/// Writes a row of the list as the JSON of its <see cref="AlertItem"/>, without making one: a page is most of what the API is asked for. The record
/// describes the form; a test holds that both are the same.
/// </summary>
internal static class AlertItemForm
{
    private static readonly JsonEncodedText Id = Name("id"), Connector = Name("connector"), Kind = Name("kind"), SourceId = Name("sourceId"),
        Title = Name("title"), Severity = Name("severity"), Status = Name("status"), Decision = Name("decision"), Excluded = Name("excluded"),
        Rule = Name("rule"), Reason = Name("reason"), Merged = Name("merged"), Into = Name("into"), By = Name("by"), Revision = Name("revision"),
        Group = Name("group"), GroupSize = Name("groupSize"), Investigation = Name("investigation"), ConclusionName = Name("conclusion"),
        Assignee = Name("assignee"), DetectionSource = Name("detectionSource"), Products = Name("products"), CreatedAt = Name("createdAt"),
        ModifiedAt = Name("modifiedAt"), IngestedAt = Name("ingestedAt"), IngestedPosition = Name("ingestedPosition"), RevisedAt = Name("revisedAt"),
        Version = Name("version"), Link = Name("link"), LinkText = Name("linkText"), Workspace = Name("workspace"), Erased = Name("erased");

    private static readonly Dictionary<InvestigationStatus, JsonEncodedText> Statuses =
        Enum.GetValues<InvestigationStatus>().ToDictionary(static s => s, static s => Name(s.ToString()));

    private static readonly Dictionary<Conclusion, JsonEncodedText> Conclusions =
        Enum.GetValues<Conclusion>().ToDictionary(static c => c, static c => Name(c.ToString()));

    private static readonly Dictionary<AlertListState, JsonEncodedText> States =
        Enum.GetValues<AlertListState>().ToDictionary(static s => s, static s => Name(JsonNamingPolicy.KebabCaseLower.ConvertName(s.ToString())));

    /// <summary>Writes one row.</summary>
    public static void Write(Utf8JsonWriter json, AlertRow row, SafeLinks links)
    {
        json.WriteStartObject();
        json.WriteString(Id, row.Id);
        json.WriteString(Connector, row.Connector);
        json.WriteString(Kind, row.Kind);
        json.WriteString(SourceId, row.SourceId);
        json.WriteString(Title, row.Title);
        json.WriteString(Severity, row.Severity);
        json.WriteString(Status, row.Status);
        WriteDecision(json, row);
        if (row.GroupId is { } group)
        {
            json.WriteString(Group, group);
        }

        json.WriteNumber(GroupSize, row.GroupSize);
        WriteInvestigation(json, row);
        WriteText(json, DetectionSource, row.DetectionSource);
        json.WriteStartArray(Products);
        foreach (var product in row.Products)
        {
            json.WriteStringValue(product);
        }

        json.WriteEndArray();
        WriteTimes(json, row);
        json.WriteString(Version, row.Version);
        WriteText(json, Link, links.Follow(row.Url));
        WriteText(json, LinkText, links.Defang(row.Url));
        WriteText(json, Workspace, row.Workspace);
        json.WriteBoolean(Erased, row.Erased);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, AlertRow row)
    {
        json.WriteString(Decision, States[row.State]);
        if (row.ExcludedRule is { } rule)
        {
            json.WriteStartObject(Excluded);
            json.WriteString(Rule, rule);
            WriteText(json, Reason, row.ExcludedReason);
            json.WriteEndObject();
        }

        if (row.MergedInto is { } leader)
        {
            json.WriteStartObject(Merged);
            json.WriteString(Into, leader);
            WriteText(json, By, row.MergedBy);
            if (row.MergedRevision is { } revision)
            {
                json.WriteNumber(Revision, revision);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteInvestigation(Utf8JsonWriter json, AlertRow row)
    {
        json.WriteStartObject(Investigation);
        json.WriteString(Status, Statuses[row.InvestigationStatus]);
        if (row.Conclusion is { } conclusion)
        {
            json.WriteString(ConclusionName, Conclusions[conclusion]);
        }

        WriteText(json, Assignee, row.Assignee);
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, AlertRow row)
    {
        WriteText(json, CreatedAt, row.CreatedAt);
        WriteText(json, ModifiedAt, row.ModifiedAt);
        WriteTime(json, IngestedAt, row.IngestedAt);
        json.WriteNumber(IngestedPosition, row.IngestedPosition);
        if (row.RevisedAt is { } revised)
        {
            WriteTime(json, RevisedAt, revised);
        }
    }

    private static void WriteText(Utf8JsonWriter json, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    // The round-trip format has seven digits of a second and then the Z; the ledger writes six.
    private static void WriteTime(Utf8JsonWriter json, JsonEncodedText name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[28];
        time.UtcDateTime.TryFormat(text, out var written, "O", CultureInfo.InvariantCulture);
        text[written - 2] = (byte)'Z';
        json.WriteString(name, text[..(written - 1)]);
    }

    private static JsonEncodedText Name(string text) => JsonEncodedText.Encode(text);
}
