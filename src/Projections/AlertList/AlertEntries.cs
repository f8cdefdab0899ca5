using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;
using static NpgsqlTypes.NpgsqlDbType;

namespace Dropzone.Ledger.Projections;

/// <summary>The table of entries.</summary>
internal static class AlertEntries
{
    /// <summary>The columns, in the order of the parameters of <c>save.sql</c>.</summary>
    private static readonly Columns<AlertEntry> Row = new Columns<AlertEntry>()
        .With("id", Uuid, static r => r.Id).With("stream", Text, static r => r.Stream).With("connector", Text, static r => r.Connector)
        .With("kind", Text, static r => r.Kind).With("source_id", Text, static r => r.SourceId).With("ingested_position", Bigint, static r => r.IngestedPosition)
        .With("ingested_at", TimestampTz, static r => r.IngestedAt).With("version_key", Text, static r => r.Version.Key)
        .With("version_modified_at", Text, static r => r.Version.ModifiedAt)
        .With("title", Text, static r => r.Title).With("severity", Text, static r => r.Severity).With("status", Text, static r => r.Status)
        .WithText("detection_source", static r => r.DetectionSource).With("products", Jsonb, static r => Write(r.Products))
        .WithText("created_at", static r => r.CreatedAt).WithText("modified_at", static r => r.ModifiedAt)
        .With("modified_order", Bigint, static r => r.ModifiedOrder).WithMaybe("revised_at", TimestampTz, static r => r.RevisedAt)
        .WithText("url", static r => r.Url).WithText("workspace", static r => r.Workspace).With("group_keys", Jsonb, static r => Write(r.GroupKeys))
        .WithText("excluded_rule", static r => r.ExcludedRule).WithText("excluded_reason", static r => r.ExcludedReason)
        .WithText("redirected_to", static r => r.RedirectedTo).WithText("redirected_by", static r => r.RedirectedBy)
        .With("investigation_status", Text, static r => r.Investigation.ToString()).WithText("conclusion", static r => r.Conclusion?.ToString())
        .WithText("assignee", static r => r.Assignee).With("erased", NpgsqlTypes.NpgsqlDbType.Boolean, static r => r.Erased)
        .WithMaybe("group_id", Uuid, static r => r.Placement?.Group).WithText("group_rule", static r => r.Placement?.Rule)
        .WithMaybe("group_revision", Integer, static r => r.Placement?.Revision).With("group_size", Integer, static r => r.Placement?.Size ?? 1)
        .WithMaybe("leader_id", Uuid, static r => r.Placement?.Leader).With("state", Text, static r => Word(r.State))
        .With("since", Bigint, static r => r.Since);

    /// <summary>What is kept of a version that does not hold any more, in the order of the parameters of <c>past_add.sql</c>.</summary>
    private static readonly Columns<AlertEntry> PastRow = new Columns<AlertEntry>()
        .With("id", Uuid, static r => r.Id).With("since", Bigint, static r => r.Since).With("until", Bigint, static r => r.Until)
        .With("connector", Text, static r => r.Connector).With("kind", Text, static r => r.Kind).With("source_id", Text, static r => r.SourceId)
        .With("ingested_position", Bigint, static r => r.IngestedPosition).With("ingested_at", TimestampTz, static r => r.IngestedAt)
        .With("version_key", Text, static r => r.Version.Key).With("title", Text, static r => r.Title)
        .With("severity", Text, static r => r.Severity).With("status", Text, static r => r.Status)
        .WithText("detection_source", static r => r.DetectionSource).With("products", Jsonb, static r => Write(r.Products))
        .WithText("created_at", static r => r.CreatedAt).WithText("modified_at", static r => r.ModifiedAt)
        .With("modified_order", Bigint, static r => r.ModifiedOrder).WithMaybe("revised_at", TimestampTz, static r => r.RevisedAt)
        .WithText("url", static r => r.Url).WithText("workspace", static r => r.Workspace)
        .WithText("excluded_rule", static r => r.ExcludedRule).WithText("excluded_reason", static r => r.ExcludedReason)
        .WithText("redirected_to", static r => r.RedirectedTo)
        .With("investigation_status", Text, static r => r.Investigation.ToString()).WithText("conclusion", static r => r.Conclusion?.ToString())
        .WithText("assignee", static r => r.Assignee).With("erased", NpgsqlTypes.NpgsqlDbType.Boolean, static r => r.Erased)
        .WithMaybe("group_id", Uuid, static r => r.Placement?.Group).WithText("group_rule", static r => r.Placement?.Rule)
        .With("state", Text, static r => Word(r.State));

    public static Task<List<AlertEntry>> ByIdAsync(TableSpace tables, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        LoadAsync(tables, "id", ids, cancellationToken);

    public static Task<List<AlertEntry>> ByGroupAsync(TableSpace tables, IReadOnlyCollection<Guid> groups, CancellationToken cancellationToken) =>
        LoadAsync(tables, "group_id", groups, cancellationToken);

    /// <summary>The ids of all alerts that a change of the rules may move.</summary>
    public static Task<List<Guid>> GroupableAsync(TableSpace tables, bool all, CancellationToken cancellationToken) =>
        tables.Command("AlertList/load_grouped.sql").With(all).ReadAsync(static r => r.GetGuid(0), cancellationToken);

    /// <summary>Writes changed entries; those that the table did not have before are only added.</summary>
    public static async Task SaveAsync(TableSpace tables, IReadOnlyList<EntryChange> changes, CancellationToken cancellationToken)
    {
        await Row.InsertAsync(tables, "alerts", "AlertList/save.sql", [.. changes.Where(static c => c.Before is null).Select(static c => c.After)], cancellationToken);
        await Row.RunAsync(tables, "AlertList/save.sql", [.. changes.Where(static c => c.Before is not null).Select(static c => c.After)], cancellationToken);
    }

    /// <summary>Adds versions that ended.</summary>
    public static Task KeepAsync(TableSpace tables, IReadOnlyList<AlertEntry> ended, CancellationToken cancellationToken) =>
        PastRow.InsertAsync(tables, "alerts_past", "AlertList/past_add.sql", ended, cancellationToken);

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
        Since = reader.GetInt64(34),
    };

    private static async Task<List<AlertEntry>> LoadAsync<T>(
        TableSpace tables, string column, IReadOnlyCollection<T> keys, CancellationToken cancellationToken) => keys.Count == 0
        ? []
        : await tables.Command("AlertList/load.sql", sql => sql.Replace("{column}", column, StringComparison.Ordinal))
            .WithColumn(keys, static k => k).ReadAsync(Read, cancellationToken);

    private static string Write(IReadOnlyList<string> list) => list.Count == 0 ? "[]" : JsonSerializer.Serialize(list);

    /// <summary>A list of texts as the table keeps it.</summary>
    public static string[] ReadList(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
