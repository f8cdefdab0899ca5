using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Reads rows as a list shows them, straight from the table: the columns that only the fold needs are left where they are, and nothing stands
/// between the reader and the row.
/// </summary>
/// <remarks>Made for one answer: it remembers the lists of products that it met, since most rows of a page name the same few.</remarks>
internal sealed class AlertRows
{
    private readonly Dictionary<string, IReadOnlyList<string>> products = new(StringComparer.Ordinal);

    /// <summary>How many they are; what a statement says of the whole page stands behind them.</summary>
    public const int Count = 31;

    /// <summary>The columns that <see cref="Read"/> reads, in its order.</summary>
    public static string Columns { get; } = SqlFile.Read("AlertList/row_columns.sql", "").Trim();

    /// <summary>The same columns of a version of the past: what is asked of its group is not kept with it.</summary>
    public static string PastColumns { get; } = Columns
        .Replace("leader_id", "NULL::uuid AS leader_id", StringComparison.Ordinal)
        .Replace("group_revision", "NULL::int AS group_revision", StringComparison.Ordinal)
        .Replace("group_size", "1 AS group_size", StringComparison.Ordinal);

    /// <summary>One alert; null when the list knows none of that id.</summary>
    public static async Task<AlertRow?> FindAsync(TableSpace tables, Guid id, CancellationToken cancellationToken) =>
        (await LoadAsync(tables, "id", id, cancellationToken)).SingleOrDefault();

    /// <summary>The members of a group, in log order.</summary>
    public static Task<List<AlertRow>> OfGroupAsync(TableSpace tables, Guid group, CancellationToken cancellationToken) =>
        LoadAsync(tables, "group_id", group, cancellationToken);

    /// <summary>The row that the reader stands on.</summary>
    public AlertRow Read(NpgsqlDataReader reader)
    {
        var (connector, kind, state) = (reader.GetString(1), reader.GetString(2), AlertEntries.StateOf(reader.GetString(7)));
        var merged = state == AlertListState.Merged;
        var redirectedTo = reader.MaybeText(10);
        return new AlertRow
        {
            Id = reader.GetGuid(0),
            Connector = connector,
            Kind = kind,
            SourceId = reader.GetString(3),
            Title = reader.GetString(4),
            Severity = reader.GetString(5),
            Status = reader.GetString(6),
            State = state,
            ExcludedRule = reader.MaybeText(8),
            ExcludedReason = reader.MaybeText(9),
            MergedInto = !merged ? null
                : redirectedTo is not null ? EventIds.AlertIngested(StreamId.Alert(connector, kind, redirectedTo)) : reader.MaybeValue<Guid>(11),
            MergedBy = !merged ? null : redirectedTo is not null ? AlertRow.RedirectedRule : reader.MaybeText(12),
            MergedRevision = merged && redirectedTo is null ? reader.MaybeValue<int>(13) : null,
            GroupId = reader.MaybeValue<Guid>(14),
            GroupSize = reader.GetInt32(15),
            InvestigationStatus = StatusOf(reader.GetString(16)),
            Conclusion = reader.IsDBNull(17) ? null : Enum.Parse<Conclusion>(reader.GetString(17)),
            Assignee = reader.MaybeText(18),
            DetectionSource = reader.MaybeText(19),
            Products = ProductsOf(reader.GetString(20)),
            CreatedAt = reader.MaybeText(21),
            ModifiedAt = reader.MaybeText(22),
            IngestedAt = reader.GetFieldValue<DateTimeOffset>(23),
            IngestedPosition = reader.GetInt64(24),
            RevisedAt = reader.MaybeValue<DateTimeOffset>(25),
            Version = reader.GetString(26),
            Url = reader.MaybeText(27),
            Workspace = reader.MaybeText(28),
            Erased = reader.GetBoolean(29),
            ModifiedOrder = reader.GetInt64(30),
        };
    }

    // Nearly all alerts have the first, and looking a name up costs as much as several cells.
    private static InvestigationStatus StatusOf(string name) =>
        name == nameof(InvestigationStatus.Queued) ? InvestigationStatus.Queued : Enum.Parse<InvestigationStatus>(name);

    private static Task<List<AlertRow>> LoadAsync(TableSpace tables, string column, Guid key, CancellationToken cancellationToken) =>
        tables.Command("AlertList/rows.sql", sql => sql
                .Replace("{columns}", Columns, StringComparison.Ordinal).Replace("{column}", column, StringComparison.Ordinal))
            .With(key).ReadAsync(new AlertRows().Read, cancellationToken);

    private IReadOnlyList<string> ProductsOf(string json)
    {
        if (!products.TryGetValue(json, out var list))
        {
            products[json] = list = AlertEntries.ReadList(json);
        }

        return list;
    }
}
