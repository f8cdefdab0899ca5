using Dropzone.Ledger.Bench.Reads;
using Npgsql;

namespace Dropzone.Ledger.Bench.Soak.Polls;

/// <summary>How many rows of a table were inserted, updated and deleted.</summary>
internal sealed record TableChanges(long Inserted, long Updated, long Deleted)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(12);

    /// <summary>All of them.</summary>
    public long Total => Inserted + Updated + Deleted;

    /// <summary>
    /// The counters of every table, once they stand still: idle backends report within ten seconds what they had not reported.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, TableChanges>> SettledAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        var before = await ReadAsync(owner, cancellation);
        while (true)
        {
            await Task.Delay(Quiet, cancellation);
            var after = await ReadAsync(owner, cancellation);
            if (after.Count == before.Count && after.All(t => before.GetValueOrDefault(t.Key) == t.Value))
            {
                return after;
            }

            before = after;
        }
    }

    /// <summary>What came between two readings; tables without any are left out.</summary>
    public static IReadOnlyDictionary<string, TableChanges> Between(IReadOnlyDictionary<string, TableChanges> before, IReadOnlyDictionary<string, TableChanges> after) =>
        after.Select(t => (t.Key, Change: t.Value.Minus(before.GetValueOrDefault(t.Key) ?? new TableChanges(0, 0, 0))))
            .Where(static t => t.Change.Total != 0)
            .ToDictionary(static t => t.Key, static t => t.Change, StringComparer.Ordinal);

    private static async Task<Dictionary<string, TableChanges>> ReadAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        await using var command = owner.CreateCommand(BenchSql.Read("row_changes.sql"));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new Dictionary<string, TableChanges>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            tables[reader.GetString(0)] = new TableChanges(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        }

        return tables;
    }

    private TableChanges Minus(TableChanges other) => new(Inserted - other.Inserted, Updated - other.Updated, Deleted - other.Deleted);
}
