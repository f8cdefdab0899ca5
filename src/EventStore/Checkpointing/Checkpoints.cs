using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>How far each projection has read: the rows of <c>mt_event_progression</c>, under the names of <see cref="CheckpointName"/>.</summary>
public sealed class Checkpoints
{
    /// <summary>The SQLSTATE with which a statement fails that insists on what does not hold; the message says what.</summary>
    public const string Insisted = "LG007";

    private readonly string readCheckpoint = SqlText.Read("read_checkpoint.sql");
    private static readonly string ListCheckpoints = SqlText.Read("list_checkpoints.sql");
    private readonly string moveCheckpoint = SqlText.Read("move_checkpoint.sql");
    private readonly string insistCheckpoint = SqlText.Read("insist_checkpoint.sql");
    private readonly string removeCheckpoint = SqlText.Read("remove_checkpoint.sql");

    private readonly TenantSessions sessions;

    internal Checkpoints(TenantSessions sessions)
    {
        this.sessions = sessions;
    }

    /// <summary>A checkpoint; 0 when it was never moved.</summary>
    public Task<long> ReadAsync(string tenant, string name, CancellationToken cancellationToken = default) =>
        sessions.QueryAsync(
            tenant,
            readCheckpoint,
            [Parameter.Text(name)],
            static async (reader, token) => await reader.ReadAsync(token) && !reader.IsDBNull(0) ? reader.GetInt64(0) : 0,
            cancellationToken);

    /// <summary>A checkpoint as a transaction sees it.</summary>
    public async Task<long> ReadAsync(TenantTransaction transaction, string name, CancellationToken cancellationToken = default) =>
        await ScalarAsync(transaction, readCheckpoint, [Parameter.Text(name)], cancellationToken) as long? ?? 0;

    /// <summary>All checkpoints of a tenant by name.</summary>
    public Task<IReadOnlyDictionary<string, long>> ListAsync(string tenant, CancellationToken cancellationToken = default) =>
        sessions.QueryAsync<IReadOnlyDictionary<string, long>>(tenant, ListCheckpoints, [], ReadRowsAsync, cancellationToken);

    /// <summary>
    /// Moves a checkpoint inside the transaction that writes the projection's rows. False when it does not stand at <paramref name="from"/>:
    /// somebody else moved it, and the transaction must not be committed.
    /// </summary>
    /// <exception cref="PostgresException">The name is another tenant's (LG001), or the target lies beyond the head (LG004).</exception>
    public async Task<bool> MoveAsync(
        TenantTransaction transaction, string name, long from, long to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return await ScalarAsync(
            transaction, moveCheckpoint, [Parameter.Text(transaction.Tenant), Parameter.Text(name), Parameter.Bigint(from), Parameter.Bigint(to)], cancellationToken) is true;
    }

    /// <summary>
    /// As <see cref="MoveAsync"/>, put off until the transaction is flushed or committed, which fails with <see cref="Insisted"/> and the message
    /// <c>checkpoint</c> where somebody else moved it.
    /// </summary>
    public void DeferMove(TenantTransaction transaction, string name, long from, long to)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        transaction.Defer(new NpgsqlBatchCommand(insistCheckpoint)
        {
            Parameters = { Parameter.Text(transaction.Tenant), Parameter.Text(name), Parameter.Bigint(from), Parameter.Bigint(to) },
        });
    }

    /// <summary>Removes the checkpoint of a projection that is no more. False when there was none.</summary>
    public async Task<bool> RemoveAsync(TenantTransaction transaction, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return await ScalarAsync(
            transaction, removeCheckpoint, [Parameter.Text(transaction.Tenant), Parameter.Text(name)], cancellationToken) is true;
    }

    private static Task<object?> ScalarAsync(
        TenantTransaction transaction, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return transaction.ReadAsync(
            [statement],
            static async (reader, token) => await reader.ReadAsync(token) && !await reader.IsDBNullAsync(0, token) ? reader.GetValue(0) : null,
            cancellationToken: cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, long>> ReadRowsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var checkpoints = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            checkpoints.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return checkpoints;
    }
}
