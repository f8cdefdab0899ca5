using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>The table of entries.</summary>
internal static class AlertEntries
{
    public static Task<List<AlertEntry>> ByStreamAsync(TableSpace tables, IReadOnlyCollection<string> streams, CancellationToken cancellationToken) =>
        LoadAsync(tables, "stream", streams, cancellationToken);

    public static Task<List<AlertEntry>> ByIdAsync(TableSpace tables, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        LoadAsync(tables, "id", ids, cancellationToken);

    public static Task<List<AlertEntry>> ByGroupAsync(TableSpace tables, IReadOnlyCollection<Guid> groups, CancellationToken cancellationToken) =>
        LoadAsync(tables, "group_id", groups, cancellationToken);

    /// <summary>The ids of all alerts that a change of the rules may move.</summary>
    public static Task<List<Guid>> GroupableAsync(TableSpace tables, bool all, CancellationToken cancellationToken) =>
        tables.Command("AlertList/load_grouped.sql").With(all).ReadAsync(static r => r.GetGuid(0), cancellationToken);

    public static Task SaveAsync(TableSpace tables, IReadOnlyCollection<AlertEntry> rows, CancellationToken cancellationToken) => rows.Count == 0
        ? Task.CompletedTask
        : tables.Command("AlertList/save.sql")
            .WithColumn(rows, static r => r.Id).WithColumn(rows, static r => r.Stream).WithColumn(rows, static r => r.Connector)
            .WithColumn(rows, static r => r.Kind).WithColumn(rows, static r => r.SourceId).WithColumn(rows, static r => r.IngestedPosition)
            .WithColumn(rows, static r => r.IngestedAt).WithColumn(rows, static r => r.Version.Key).WithColumn(rows, static r => r.Version.ModifiedAt)
            .WithColumn(rows, static r => r.Title).WithColumn(rows, static r => r.Severity).WithColumn(rows, static r => r.Status)
            .WithColumn(rows, static r => r.DetectionSource).WithColumn(rows, static r => Write(r.Products))
            .WithColumn(rows, static r => r.CreatedAt).WithColumn(rows, static r => r.ModifiedAt).WithColumn(rows, static r => r.ModifiedOrder)
            .WithColumn(rows, static r => r.RevisedAt).WithColumn(rows, static r => r.Url).WithColumn(rows, static r => r.Workspace)
            .WithColumn(rows, static r => Write(r.GroupKeys)).WithColumn(rows, static r => r.ExcludedRule).WithColumn(rows, static r => r.ExcludedReason)
            .WithColumn(rows, static r => r.RedirectedTo).WithColumn(rows, static r => r.RedirectedBy)
            .WithColumn(rows, static r => r.Investigation.ToString()).WithColumn(rows, static r => r.Conclusion?.ToString())
            .WithColumn(rows, static r => r.Assignee).WithColumn(rows, static r => r.Erased)
            .WithColumn(rows, static r => r.Placement?.Group).WithColumn(rows, static r => r.Placement?.Rule)
            .WithColumn(rows, static r => r.Placement?.Revision).WithColumn(rows, static r => r.Placement?.Size ?? 1)
            .WithColumn(rows, static r => r.Placement?.Leader).WithColumn(rows, static r => Word(r.State))
            .RunAsync(cancellationToken);

    /// <summary>A state as the table spells it.</summary>
    public static string Word(AlertListState state) => state switch
    {
        AlertListState.Excluded => "excluded",
        AlertListState.Merged => "merged",
        _ => "shown",
    };

    /// <summary>The state that the table spells so.</summary>
    public static AlertListState StateOf(string word) => word switch
    {
        "excluded" => AlertListState.Excluded,
        "merged" => AlertListState.Merged,
        _ => AlertListState.Shown,
    };

    /// <summary>Reads the columns of <c>load.sql</c>, from <paramref name="reader"/>'s first on.</summary>
    public static AlertEntry Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Stream = reader.GetString(1),
        Connector = reader.GetString(2),
        Kind = reader.GetString(3),
        SourceId = reader.GetString(4),
        IngestedPosition = reader.GetInt64(5),
        IngestedAt = reader.GetFieldValue<DateTimeOffset>(6),
        Version = new SourceVersion(reader.GetString(7), reader.GetString(8)),
        Title = reader.GetString(9),
        Severity = reader.GetString(10),
        Status = reader.GetString(11),
        DetectionSource = reader.Maybe<string>(12),
        Products = ReadList(reader.GetString(13)),
        CreatedAt = reader.Maybe<string>(14),
        ModifiedAt = reader.Maybe<string>(15),
        ModifiedOrder = reader.GetInt64(16),
        RevisedAt = reader.MaybeValue<DateTimeOffset>(17),
        Url = reader.Maybe<string>(18),
        Workspace = reader.Maybe<string>(19),
        GroupKeys = ReadList(reader.GetString(20)),
        ExcludedRule = reader.Maybe<string>(21),
        ExcludedReason = reader.Maybe<string>(22),
        RedirectedTo = reader.Maybe<string>(23),
        RedirectedBy = reader.Maybe<string>(24),
        Investigation = Enum.Parse<InvestigationStatus>(reader.GetString(25)),
        Conclusion = reader.IsDBNull(26) ? null : Enum.Parse<Conclusion>(reader.GetString(26)),
        Assignee = reader.Maybe<string>(27),
        Erased = reader.GetBoolean(28),
        Placement = reader.IsDBNull(29)
            ? null
            : new Placement(reader.GetGuid(29), reader.Maybe<string>(30), reader.GetInt32(31), reader.GetInt32(32), reader.MaybeValue<Guid>(33)),
    };

    private static async Task<List<AlertEntry>> LoadAsync<T>(
        TableSpace tables, string column, IReadOnlyCollection<T> keys, CancellationToken cancellationToken) => keys.Count == 0
        ? []
        : await tables.Command("AlertList/load.sql", sql => sql.Replace("{column}", column, StringComparison.Ordinal))
            .WithColumn(keys, static k => k).ReadAsync(Read, cancellationToken);

    private static string Write(IReadOnlyList<string> list) => list.Count == 0 ? "[]" : JsonSerializer.Serialize(list);

    private static string[] ReadList(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
