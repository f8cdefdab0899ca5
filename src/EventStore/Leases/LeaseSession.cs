using System.Threading.Channels;
using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// One database session that holds this process's leases as advisory locks. Whoever holds a lease works only while <see cref="Lost"/> is not
/// cancelled; the compare-and-set of cursors and checkpoints fences what was under way when it was.
/// </summary>
public sealed class LeaseSession : IAsyncDisposable
{
    private static readonly string Acquire = SqlText.Read("acquire_lease.sql");
    private static readonly string Release = SqlText.Read("release_lease.sql");
    private static readonly string KeepAlive = SqlText.Read("keep_alive.sql");
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private const int AnswerSeconds = 3;

    private readonly NpgsqlConnection connection;
    private readonly CancellationTokenSource lost = new();
    private readonly HashSet<string> held = new(StringComparer.Ordinal);
    private readonly Channel<Func<Task>> work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly Task keeper;

    private LeaseSession(NpgsqlConnection connection)
    {
        this.connection = connection;
        Lost = lost.Token;
        keeper = Task.Run(KeepAsync);
    }

    /// <summary>Cancelled the moment the session is known to be dead, and when it is disposed of: every lease is gone then.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Takes a lease if nobody holds it, this session included; null when somebody does or the session is lost.</summary>
    public async Task<Lease?> TryAcquireAsync(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await RunAsync(() => AcquireAsync(name)) ? new Lease(this, name) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        work.Writer.TryComplete();
        await keeper;
        await connection.DisposeAsync();
        lost.Dispose();
    }

    internal static async Task<LeaseSession> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var session = new NpgsqlConnection(connectionString);
        try
        {
            await session.OpenAsync(cancellationToken);
            return new LeaseSession(session);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    internal Task ReleaseAsync(string name) => RunAsync(async () => held.Remove(name) && await AskAsync(Release, name));

    // Only the keeper touches the connection; everybody else hands it work.
    private async Task<bool> RunAsync(Func<Task<bool>> ask)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gone = Lost.Register(() => answer.TrySetResult(false));
        async Task Work()
        {
            try
            {
                answer.TrySetResult(await ask());
            }
            catch
            {
                answer.TrySetResult(false);
                throw;
            }
        }

        return work.Writer.TryWrite(Work) && await answer.Task;
    }

    private async Task<bool> AcquireAsync(string name)
    {
        // Advisory locks count: taking one's own again would succeed.
        if (held.Contains(name) || !await AskAsync(Acquire, name))
        {
            return false;
        }

        held.Add(name);
        return true;
    }

    private async Task KeepAsync()
    {
        try
        {
            var more = work.Reader.WaitToReadAsync().AsTask();
            while (true)
            {
                // A session that is ended by the server wakes the wait at once; one whose network is gone fails to answer.
                using var pause = new CancellationTokenSource();
                var wait = connection.WaitAsync(Silence, pause.Token);
                await Task.WhenAny(wait, more);
                await pause.CancelAsync();
                var silent = false;
                try
                {
                    silent = !await wait;
                }
                catch (OperationCanceledException)
                {
                    // Work has come, which is what ended the wait.
                }

                if (more.IsCompleted)
                {
                    if (!await more)
                    {
                        return;
                    }

                    while (work.Reader.TryRead(out var item))
                    {
                        await item();
                    }

                    more = work.Reader.WaitToReadAsync().AsTask();
                }
                else if (silent)
                {
                    await AskAsync(KeepAlive, null);
                }
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // The session is dead; so says Lost.
        }
        finally
        {
            work.Writer.TryComplete();
            await lost.CancelAsync();
        }
    }

    private async Task<bool> AskAsync(string sql, string? name)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = AnswerSeconds };
        if (name is not null)
        {
            command.Parameters.Add(Parameter.Text(name));
        }

        return await command.ExecuteScalarAsync() is true;
    }
}
