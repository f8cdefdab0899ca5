using System.Text.Encodings.Web;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Mapping.Sentinel;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>Reads a row of a person's KQL query. Pure and total: a column that the answer lacks is a warning.</summary>
public static class KqlRowMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 1;

    private const string Table = "row";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one row.</summary>
    /// <param name="columns">The answer's <c>columns</c>.</param>
    /// <param name="row">The row: a JSON list of cells.</param>
    /// <param name="query">The query that it answers.</param>
    /// <param name="workspace">The workspace's name in the connector's settings.</param>
    public static MappedRecord Map(ReadOnlyMemory<byte> columns, ReadOnlyMemory<byte> row, KqlQuery query, string workspace)
    {
        ArgumentNullException.ThrowIfNull(query);
        var reading = new Reading();
        var cells = TableRow.Parse(reading, Table, columns, row);
        var fields = cells.Fields(reading, Table);
        var time = fields.Time(query.TimeColumn, needed: true) ?? "";
        var entities = RowEntities.Read(reading, Table, cells);
        var facts = new AlertFacts
        {
            Title = query.TitleColumn is { } title ? fields.Needed(title) ?? Words.Untitled : query.Slug,
            Severity = Words.Severity(query.SeverityColumn is { } severity ? fields.Needed(severity) : null),
            Status = fields.Text("Status", numberIsFine: true) ?? "unknown",
            Description = fields.Has("Description") ? fields.Prose("Description") : null,
            DetectionSource = $"kql/{query.Slug}",
            CreatedAt = time.Length == 0 ? null : time,
            ModifiedAt = time.Length == 0 ? null : time,
            Workspace = workspace,
            EntityCount = entities.Count,
        };
        return new MappedRecord(
            SourceId(reading, fields, cells, query, workspace),
            new SourceVersion(SourceVersionKey.OfRecord(time, cells.Content()), time),
            facts,
            new AlertEntities(entities),
            reading.Warnings,
            null,
            reading.Known);
    }

    /// <summary>The payload document of a row: <c>{"columns":…,"row":…}</c>, each part byte for byte as the source sent it.</summary>
    public static byte[] Payload(ReadOnlyMemory<byte> columns, ReadOnlyMemory<byte> row) =>
        [.. "{\"columns\":"u8, .. columns.Span, .. ",\"row\":"u8, .. row.Span, .. "}"u8];

    /// <summary>
    /// The query's slug, the workspace, and the id columns as a JSON list, so that no two sets of values are written alike. Workspaces share
    /// no rows: without their name two of them that answer alike would be taken for one alert that changes at every poll.
    /// </summary>
    private static string SourceId(Reading reading, Fields fields, TableRow cells, KqlQuery query, string workspace)
    {
        var values = query.IdColumns.Select(column => Value(fields, column)).ToList();
        var id = values.TrueForAll(value => value is null)
            ? reading.IdOf(cells.Content(), $"{Table}.{string.Join(',', query.IdColumns)}")
            : JsonSerializer.Serialize(values, Plain);
        return TextHygiene.Clean($"{query.Slug}/{workspace}/{id}");
    }

    private static string? Value(Fields fields, string column) => fields.Kind(column) is JsonValueKind.Object or JsonValueKind.Array
        ? fields.Dynamic(column)?.Value.GetRawText()
        : fields.Text(column, numberIsFine: true);
}
