using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The rows of one person's query in one workspace, a window an answer. The query is sent as it was written, with the window's bounds in
/// front: nothing is appended that could change what it means, so an answer is whole or the window is halved.
/// </summary>
internal sealed class KqlReader(
    CloudConnection connection, KqlQuery query, string workspace, string workspaceId, int mostRows, Func<CancellationToken, Task> budget) : IResourceReader
{
    /// <summary>The code of an answer that holds more rows than are recorded at once, or that the service cut.</summary>
    public const string TooManyRows = "TooManyRows";

    public string Resource { get; } = NameOf(query, workspace);

    public string FilterDigest { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', ["kql", query.Slug, query.TimeColumn, .. query.IdColumns, query.Query]))));

    public string? NotAskedFor { get; } = $"what the query '{query.Slug}' does not return";

    public int PageSize => int.MaxValue;

    public bool CapKnown => true;

    public static string NameOf(KqlQuery query, string workspace) => $"kql/{query.Slug}/{workspace}";

    /// <summary>The text that is sent: the bounds, the person's query, a newline behind a last comment.</summary>
    public static string TextOf(KqlQuery query, DateTimeOffset from, DateTimeOffset? to) => SentinelQueries.Bounds(from, to) + query.Query + "\n";

    public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var answer = await connection.LogAnalytics
            .QueryAsync(workspaceId, TextOf(query, request.From, request.To), cancellation: cancellation)
            .ConfigureAwait(false);
        if (!answer.TryGet(out var tables, out var error))
        {
            return Failed(error.Kind == CloudErrorKind.Partial || error.Kind == CloudErrorKind.AnswerTooLarge ? error with { ApiCode = TooManyRows } : error);
        }

        var table = tables.Primary;
        if (table.Columns.Count > 0 && MissingColumns(table, query) is { Count: > 0 } missing)
        {
            return Failed(new CloudError(CloudErrorKind.QuerySyntax, CloudService.LogAnalytics) { Detail = Missing(missing), RequestId = tables.RequestId });
        }

        return table.Rows.Count > mostRows
            ? Failed(new CloudError(CloudErrorKind.Partial, CloudService.LogAnalytics)
            {
                ApiCode = TooManyRows,
                Detail = string.Create(CultureInfo.InvariantCulture, $"{table.Rows.Count} rows; at most {mostRows} are taken at once"),
                RequestId = tables.RequestId,
            })
            : new CloudResult<SourcePage>.Ok(new SourcePage([.. Records(table, request)], null));
    }

    public Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
        Task.FromResult(SourcePage.Nothing);

    /// <summary>The columns that the query promises and its answer lacks.</summary>
    public static IReadOnlyList<string> MissingColumns(LogTable table, KqlQuery query) => [.. query.NeededColumns().Where(column => table.IndexOf(column) < 0)];

    /// <summary>Says so.</summary>
    public static string Missing(IReadOnlyList<string> columns) =>
        $"the answer has no column {string.Join(", ", columns.Select(column => $"'{column}'"))}; columns are spelt as the answer spells them, with upper and lower case";

    private IEnumerable<SourceRecord> Records(LogTable table, PageRequest request) => table.Rows
        .Select(row => (Row: row, Text: table.Text(row, query.TimeColumn)))
        .Select(row => (row.Row, row.Text, Time: Instants.Parse(row.Text)))
        .OrderBy(row => row.Time ?? DateTimeOffset.MinValue)
        .Select(row =>
        {
            // A row that the query did not bound is recorded, but where it stands in time says nothing about what was read.
            var within = row.Time is { } time && time >= request.From && (request.To is not { } to || time < to);
            var mapped = KqlRowMapper.Map(table.ColumnBytes, row.Row.Utf8, query, workspace);
            return new SourceRecord(
                AlertKind.KqlRow,
                within ? mapped : mapped with { Warnings = [.. mapped.Warnings, $"row.{query.TimeColumn}: outside the window that was asked for"] },
                KqlRowMapper.Version,
                KqlRowMapper.Payload(table.ColumnBytes, row.Row.Utf8),
                within ? row.Text : null);
        });

    private static CloudResult<SourcePage> Failed(CloudError error) => new CloudResult<SourcePage>.Failed(error);
}
