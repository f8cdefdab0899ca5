using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// A transaction of the app role that sees one tenant. Rolled back unless <see cref="CommitAsync"/> was reached. Statements whose answer nobody waits for
/// can be put off: they go to the server, in order, with the next one that is waited for.
/// </summary>
public sealed class TenantTransaction : IAsyncDisposable
{
    private readonly List<NpgsqlBatchCommand> pending = [];
    private readonly WarmSessions? home;
    private int answers;

    /// <param name="connection">The session.</param>
    /// <param name="transaction">The open transaction.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="home">Where the session rests afterwards; null = the pool.</param>
    internal TenantTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenant, WarmSessions? home = null)
    {
        Connection = connection;
        Transaction = transaction;
        Tenant = tenant;
        this.home = home;
    }

    /// <summary>The connection, for statements of the caller's own; after <see cref="FlushAsync"/> where any were put off.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>The open transaction.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>The tenant whose rows it sees.</summary>
    public string Tenant { get; }

    /// <summary>Puts off a statement whose answer nobody reads. What it fails with comes with the next one that is waited for.</summary>
    public void Defer(NpgsqlBatchCommand statement) => pending.Add(statement);

    /// <summary>Puts off the statement that enters the tenant, which answers one row.</summary>
    internal void DeferEntry(NpgsqlBatchCommand statement)
    {
        pending.Add(statement);
        answers++;
    }

    /// <summary>Runs statements after those that were put off, in one round trip; the reader stands on the rows of the first of them.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="read">Reads their rows.</param>
    /// <param name="patient">Whether they may take however long they take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> ReadAsync<T>(
        IReadOnlyList<NpgsqlBatchCommand> statements,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        bool patient = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(read);
        await using var batch = new NpgsqlBatch(Connection, Transaction);
        batch.Timeout = patient ? 0 : batch.Timeout;
        foreach (var statement in pending.Concat(statements))
        {
            batch.BatchCommands.Add(statement);
        }

        var skipped = answers;
        answers = 0;
        pending.Clear();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (; skipped > 0; skipped--)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        return await read(reader, cancellationToken);
    }

    /// <summary>Runs what was put off.</summary>
    public async Task FlushAsync(bool patient = false, CancellationToken cancellationToken = default)
    {
        if (pending.Count > 0)
        {
            await ReadAsync([], static (reader, token) => PassAsync(reader, token), patient, cancellationToken);
        }
    }

    /// <summary>Commits, with what was put off, in one round trip.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        if (pending.Count == 0)
        {
            await Transaction.CommitAsync(cancellationToken);
            return;
        }

        // A statement that fails takes those behind it with it, so that the commit is reached only if all of them hold.
        await ReadAsync([new NpgsqlBatchCommand("COMMIT")], static (reader, token) => PassAsync(reader, token), cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await (home?.RestAsync(Connection) ?? Connection.DisposeAsync());
    }

    // Each answer is met, so that no failure is passed by.
    private static async Task<bool> PassAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return true;
    }
}
