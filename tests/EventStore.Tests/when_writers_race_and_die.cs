using System.Collections.Concurrent;
using Dropzone.Ledger.EventStore.Tests.Setup;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests;

/// <summary>
/// Several writers with pages and commands, some rolled back, with backends killed under them, and a follower beside them. What was answered
/// with yes is there once, what was answered with no is not there, what stayed open is there at most once and exactly once after the retry.
/// </summary>
public sealed class when_writers_race_and_die(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    private const int Writers = 6;
    private const int Appends = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task nothing_is_lost_doubled_late_or_out_of_order(int seed)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var start = await ledger.AdminAsync<long>("select position from ledger.heads where tenant_id = 'default'");
        var promised = new ConcurrentBag<Guid>();
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var following = FollowAsync(start, promised, writing.Token, stop.Token);
        var killing = KillAsync(seed, writing.Token);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(seed, w, promised, stop.Token))));
        await writing.CancelAsync();
        await killing;
        var seen = await following;

        Assert.Equal(promised.Order(), seen.Select(static e => e.Id).Order());
        Assert.Equal(seen.Select(static e => e.Position), Enumerable.Range(1, seen.Count).Select(n => start + n));
        Assert.All(seen.Zip(seen.Skip(1)), static pair => Assert.True(pair.First.Timestamp < pair.Second.Timestamp));
        Assert.All(
            seen.GroupBy(static e => e.Stream),
            static stream => Assert.Equal(Enumerable.Range(1, stream.Count()).Select(static n => (long)n), stream.Select(static e => e.Version)));
    }

    private async Task WriteAsync(int seed, int writer, ConcurrentBag<Guid> promised, CancellationToken cancellationToken)
    {
        var random = new Random(seed * 100 + writer);
        for (var i = 0; i < Appends; i++)
        {
            var events = Enumerable.Range(0, random.Next(1, 4)).Select(static _ => Make.Event()).ToArray();
            var request = Make.Page(Make.To($"race/{seed}/{random.Next(12)}", events)) with { Mode = (AppendMode)random.Next(2) };
            if (random.Next(6) == 0)
            {
                await RollBackAsync(cancellationToken);
            }

            while (true)
            {
                try
                {
                    var outcome = await ledger.Log.AppendAsync(request, cancellationToken);
                    Assert.True(outcome is AppendOutcome.Appended or AppendOutcome.AlreadyAppended, outcome.ToString());
                    break;
                }
                catch (NpgsqlException)
                {
                    // The backend was killed: whether it had committed is unknown, and the same request settles it.
                }
            }

            foreach (var written in events)
            {
                promised.Add(written.Id);
            }
        }
    }

    private async Task RollBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await ledger.Database.BeginAsync(Setup.Ledger.Tenant, cancellationToken: cancellationToken);
            await using var command = new NpgsqlCommand(
                """
                select outcome from ledger.append('default', false, '{race/lost}', '{null}', '{null}', array[gen_random_uuid()], '{x}', array['{}'::jsonb], '{d}',
                    '{null}', '{null}', '{null}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, 0, null)
                """,
                transaction.Connection,
                transaction.Transaction);
            Assert.Equal("appended", await command.ExecuteScalarAsync(cancellationToken));
        }
        catch (NpgsqlException)
        {
            // Killed before it could be rolled back, which is the same.
        }
    }

    private async Task KillAsync(int seed, CancellationToken writing)
    {
        var random = new Random(seed);
        while (!writing.IsCancellationRequested)
        {
            await ledger.AdminAsync($"""
                select pg_sleep({random.Next(5, 40)} / 1000.0), pg_terminate_backend(pid) from (
                    select pid from pg_stat_activity
                    where datname = current_database() and usename = 'test_app' and query like '%ledger.append%' order by random() limit 1) victim
                """);
        }
    }

    // The follower asserts by itself that it never meets a hole: it takes what the log gives and the caller compares.
    private async Task<List<StoredEvent>> FollowAsync(long after, ConcurrentBag<Guid> promised, CancellationToken writing, CancellationToken stop)
    {
        var seen = new List<StoredEvent>();
        while (true)
        {
            var complete = writing.IsCancellationRequested;
            try
            {
                var batch = await ledger.Log.ReadLogAsync(Setup.Ledger.Tenant, after + seen.Count, 7, null, stop);
                Assert.Equal(batch.Select(static e => e.Position), Enumerable.Range(1, batch.Count).Select(n => after + seen.Count + n));
                seen.AddRange(batch);
                if (batch.Count == 0 && complete)
                {
                    return seen;
                }
            }
            catch (NpgsqlException) when (!promised.IsEmpty || !complete)
            {
                // The follower's own backend may be a victim.
            }
        }
    }
}
