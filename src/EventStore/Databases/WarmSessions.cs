using System.Collections.Concurrent;
using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// The sessions that statements which are kept prepared run in, the one used last first. The pool hands out the session that has rested longest: taken
/// from there, each statement would come in turn to every session that the process has, and find its server process cold.
/// </summary>
/// <param name="pool">Where sessions come from, and where those go that are too many.</param>
internal sealed class WarmSessions(NpgsqlDataSource pool) : IAsyncDisposable
{
    /// <summary>How many are kept; more at once come from the pool, which closes those that rest.</summary>
    private const int Kept = 8;

    private readonly ConcurrentStack<NpgsqlConnection> resting = new();
    private volatile bool closed;

    /// <summary>Runs what needs a session.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        var session = resting.TryPop(out var warm) ? warm : await pool.OpenConnectionAsync(cancellationToken);
        try
        {
            return await use(session);
        }
        finally
        {
            await RestAsync(session);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        await ReleaseAsync();
    }

    private async ValueTask RestAsync(NpgsqlConnection session)
    {
        var isOpen = session.FullState == System.Data.ConnectionState.Open;
        if (isOpen && resting.Count < Kept)
        {
            resting.Push(session);
        }
        else
        {
            await session.DisposeAsync();
        }

        // Where one is broken the others are too, as a rule: the server was restarted. Closed while this one was in use, nobody else will come for it.
        if (!isOpen || closed)
        {
            await ReleaseAsync();
        }
    }

    private async ValueTask ReleaseAsync()
    {
        while (resting.TryPop(out var session))
        {
            await session.DisposeAsync();
        }
    }
}
