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
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(3);

    private readonly NpgsqlConnection connection;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly HashSet<string> held = new(StringComparer.Ordinal);
    private readonly Channel<Func<Task>> work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly Task keeper;

    private volatile bool dead;

    // When the last question that was answered was sent: the server heard of us then, or later.
    private long asked;

    private LeaseSession(NpgsqlConnection connection, TimeProvider time)
    {
        this.connection = connection;
        this.time = time;
        asked = time.GetTimestamp();
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
        var closing = CloseAsync();
        if (!dead)
        {
            await closing;
        }

        lost.Dispose();
    }

    internal static async Task<LeaseSession> OpenAsync(string connectionString, TimeProvider time, CancellationToken cancellationToken)
    {
        var session = new NpgsqlConnection(connectionString);
        try
        {
            await session.OpenAsync(cancellationToken);
            return new LeaseSession(session, time);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    internal async ValueTask<bool> IsHeldAsync() => !Lost.IsCancellationRequested
        && (time.GetElapsedTime(Volatile.Read(ref asked)) < Trusted || await RunAsync(() => AskAsync(KeepAlive, null)));

    internal Task ReleaseAsync(string name) => RunAsync(async () => held.Remove(name) && await AskAsync(Release, name));

    // Only the keeper touches the connection; everybody else hands it work.
    private async Task<bool> RunAsync(Func<Task<bool>> ask)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gone = Lost.Register(() => answer.TrySetResult(false));

        // A question that fails ends the session, and its end is the answer: whoever hears no finds Lost cancelled.
        async Task Work() => answer.TrySetResult(await ask());

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
        catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // The session is dead; so says Lost.
            dead = true;
        }
        finally
        {
            work.Writer.TryComplete();
            await lost.CancelAsync();
        }
    }

    /// <summary>Nobody waits for the connection to a server that is out of reach: the driver tries long to end what was under way.</summary>
    private async Task CloseAsync()
    {
        try
        {
            await connection.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // It is closed all the same.
        }
    }

    private async Task<bool> AskAsync(string sql, string? name)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Answer.TotalSeconds };
        if (name is not null)
        {
            command.Parameters.Add(Parameter.Text(name));
        }

        var now = time.GetTimestamp();

        // The driver's own limit ends with a request to cancel, which takes much longer than the server takes to give a silent session up.
        var answer = await command.ExecuteScalarAsync().WaitAsync(Answer) is true;
        Volatile.Write(ref asked, now);
        return answer;
    }
}
