using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;
using Npgsql;

namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary>
/// Many writers, readers and followers of one log on a server of its own, with random rollbacks, long transactions, killed backends and restarts of the
/// server under them.
/// </summary>
internal static class LogStress
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Does all that in a folder that the server's account can reach, and compares what everybody saw.</summary>
    public static async Task<LogStressResult> RunAsync(string folder, LogStressOptions options, Action<string> say, CancellationToken cancellation)
    {
        var server = (await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = folder }, cancellation)).ServerOrThrow();
        try
        {
            var connections = LedgerConnections.From(await server.EnsureDatabaseAsync("ledger", cancellation));
            await using var ledger = new LedgerDatabase(connections, TimeProvider.System);
            await ledger.MigrateAsync(cancellation);
            var tally = new StressTally();
            using var written = new CancellationTokenSource();
            var readers = new StressReaders(ledger, written.Token);
            var asking = readers.AskAsync(cancellation);
            var following = readers.FollowAsync(5, cancellation);
            var holding = readers.HoldAsync(cancellation);
            var killing = KillAsync(connections.Owner, options.Seed, tally, written.Token, cancellation);
            var writing = Task.WhenAll(Enumerable.Range(0, options.Writers).Select(
                n => Task.Run(() => new StressWriter(ledger, (options.Seed * 1000) + n, tally).RunAsync(options.Appends, cancellation), cancellation)));

            for (var restart = 1; restart <= options.Restarts; restart++)
            {
                var due = options.Writers * options.Appends * restart / (options.Restarts + 1);
                while (tally.Done < due && !writing.IsCompleted)
                {
                    await Task.Delay(Pause, TimeProvider.System, cancellation);
                }

                say($"{tally.Done:#,0} appends: the server is restarted ({restart} of {options.Restarts})");
                server = await RestartAsync(server, folder, cancellation);
            }

            await writing;
            await written.CancelAsync();
            await killing;
            var (asked, followed, moved) = (await asking, await following, await holding);
            var log = await ledger.Log.ReadLogAsync(StressWriter.Tenant, 0, int.MaxValue, null, cancellation);
            return new LogStressResult(log.Count, tally.Retries, tally.RolledBack.Count, tally.Conflicts, tally.Kills,
            [
                .. LogPromises.Broken(log, tally), .. LogPromises.Broken("The reader", asked, log), .. LogPromises.Broken("The follower", followed, log), .. moved,
            ]);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<EmbeddedPostgresServer> RestartAsync(EmbeddedPostgresServer server, string folder, CancellationToken cancellation)
    {
        var port = server.Port;
        await server.DisposeAsync();
        var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = folder, Port = port }, cancellation);
        return start.ServerOrThrow();
    }

    // Whoever it may be: writers, readers, sessions that rest in the pool.
    private static async Task KillAsync(string connectionString, int seed, StressTally tally, CancellationToken written, CancellationToken cancellation)
    {
        var random = new Random(seed);
        await using var source = NpgsqlDataSource.Create(connectionString);
        while (!written.IsCancellationRequested)
        {
            try
            {
                await using var kill = source.CreateCommand(
                    """
                    select count(pg_terminate_backend(pid)) from (
                        select pid from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' order by random() limit 1) victim
                    """);
                if (await kill.ExecuteScalarAsync(cancellation) is > 0L)
                {
                    tally.Killed();
                }
            }
            catch (NpgsqlException)
            {
                // The server is being restarted.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 60)), TimeProvider.System, cancellation);
        }
    }
}
