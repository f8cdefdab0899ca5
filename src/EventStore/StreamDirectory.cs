using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.EventStore;

/// <summary>Which streams a tenant has. Meant for kinds of stream that are few, such as connectors.</summary>
public sealed class StreamDirectory(LedgerDatabase database)
{
    private static readonly string ListStreams = SqlText.Read("list_streams.sql");
    private static readonly string StreamVersion = SqlText.Read("stream_version.sql");

    /// <summary>The ids that begin with <paramref name="prefix"/> (exactly, whatever the database's collation), in order of first append.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string tenant, string prefix, CancellationToken cancellationToken = default)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        await using var command = Command(transaction, ListStreams, tenant, prefix);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <summary>The version of a stream: the number of its events; null when it does not exist.</summary>
    public async Task<long?> VersionAsync(string tenant, string stream, CancellationToken cancellationToken = default)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        await using var command = Command(transaction, StreamVersion, tenant, stream);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    private static NpgsqlCommand Command(TenantTransaction transaction, string sql, string tenant, string text) =>
        new(sql, transaction.Connection, transaction.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = tenant, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter { Value = text, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
}
