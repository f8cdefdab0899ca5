using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Api.Verify;

/// <summary>What the log's other tables say of its events: the head, the row of each stream, the id of each event.</summary>
internal static class TableChecks
{
    /// <summary>Compares them with what was read of the log up to its end. They may have grown since; they can never have shrunk.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(LedgerDatabase database, string tenant, LogAudit audit, CancellationToken cancellation)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellation);
        return [.. await StreamsAsync(transaction, audit, cancellation), .. await IdsAsync(transaction, audit, cancellation)];
    }

    private static async Task<List<Finding>> StreamsAsync(TenantTransaction transaction, LogAudit audit, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await using var command = Command(transaction, "select id, version from ledger.mt_streams where tenant_id = $1", transaction.Tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (stream, version) = (reader.GetString(0), reader.GetInt64(1));
            seen.Add(stream);
            if (version < audit.Streams.GetValueOrDefault(stream) || (audit.IsAtHead && version != audit.Streams.GetValueOrDefault(stream)))
            {
                findings.Add(new(CheckName.Versions, $"stream {stream}", $"its row says version {version}, its events end at {audit.Streams.GetValueOrDefault(stream)}"));
            }
        }

        findings.AddRange(audit.Streams.Keys.Where(s => !seen.Contains(s)).Select(s => new Finding(CheckName.Versions, $"stream {s}", "its row is missing")));
        return findings;
    }

    private static async Task<List<Finding>> IdsAsync(TenantTransaction transaction, LogAudit audit, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        await using var command = Command(
            transaction,
            """
            select coalesce(e.seq_id, i.position)
            from (select seq_id, id from ledger.mt_events where tenant_id = $1 and seq_id <= $2) e
            full join (select position, id from ledger.event_ids where tenant_id = $1 and position <= $2) i on i.id = e.id and i.position = e.seq_id
            where e.id is null or i.id is null
            order by 1
            limit 100
            """,
            transaction.Tenant,
            audit.Position);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            findings.Add(new(CheckName.Events, $"event {reader.GetInt64(0)}", "its id and the table of known ids disagree"));
        }

        return findings;
    }

    private static NpgsqlCommand Command(TenantTransaction transaction, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction.Transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
