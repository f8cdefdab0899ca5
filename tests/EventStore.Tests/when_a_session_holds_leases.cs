using System.Diagnostics;
using Dropzone.Ledger.EventStore.Tests.Setup;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_session_holds_leases(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task one_process_holds_a_lease_until_it_gives_it_back()
    {
        await using var mine = await ledger.Database.OpenLeaseSessionAsync();
        await using var theirs = await ledger.Database.OpenLeaseSessionAsync();
        var lease = (await mine.TryAcquireAsync("poller/1"))!;

        Assert.Equal("poller/1", lease.Name);
        Assert.Null(await theirs.TryAcquireAsync("poller/1"));
        Assert.Null(await mine.TryAcquireAsync("poller/1"));
        Assert.NotNull(await theirs.TryAcquireAsync("poller/2"));
        await lease.DisposeAsync();
        await lease.DisposeAsync();
        Assert.NotNull(await theirs.TryAcquireAsync("poller/1"));
        Assert.Null(await mine.TryAcquireAsync("poller/1"));
    }

    [Fact]
    public async Task a_killed_session_is_known_to_be_lost_at_once_and_its_leases_pass_on()
    {
        await using var mine = await ledger.Database.OpenLeaseSessionAsync();
        await using var theirs = await ledger.Database.OpenLeaseSessionAsync();
        Assert.NotNull(await mine.TryAcquireAsync("killed"));
        var lost = new TaskCompletionSource();
        await using var registration = mine.Lost.Register(lost.SetResult);

        var watch = Stopwatch.StartNew();
        await ledger.AdminAsync("""
            select pg_terminate_backend(l.pid) from pg_locks l
            where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
            and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('ledger.lease:killed', 0)
            """);
        await lost.Task.WaitAsync(Patience);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Null(await mine.TryAcquireAsync("anything"));

        // The server says goodbye before it lets go of what the session held.
        while (await theirs.TryAcquireAsync("killed") is null)
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience);
        }
    }

    [Fact]
    public async Task disposing_of_a_session_ends_its_leases_and_its_token()
    {
        var mine = await ledger.Database.OpenLeaseSessionAsync();
        var lease = await mine.TryAcquireAsync("disposed");
        await mine.DisposeAsync();
        Assert.True(mine.Lost.IsCancellationRequested);
        await lease!.DisposeAsync();
        await using var theirs = await ledger.Database.OpenLeaseSessionAsync();
        Assert.NotNull(await theirs.TryAcquireAsync("disposed"));
    }

    [Fact]
    public async Task before_an_effect_the_server_is_asked_again_when_it_did_not_answer_lately()
    {
        var (clock, connections) = (new ShiftedClock(), ledger.Connections.Leases());
        await using var wire = new FrozenWire(connections);
        await using var session = await LeaseSession.OpenAsync(wire.Through(connections), clock, default);
        var lease = (await session.TryAcquireAsync("frozen"))!;
        clock.Shift(TimeSpan.FromMinutes(1));
        Assert.True(await lease.IsHeldAsync());

        wire.Freeze();
        Assert.True(await lease.IsHeldAsync());
        clock.Shift(TimeSpan.FromMinutes(1));
        Assert.False(await lease.IsHeldAsync().AsTask().WaitAsync(Patience));
        Assert.True(session.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task the_server_ends_the_session_of_a_process_that_is_frozen()
    {
        await using var frozen = new NpgsqlConnection(ledger.Connections.Leases());
        await frozen.OpenAsync();
        await using var ask = new NpgsqlCommand("show idle_session_timeout", frozen);
        Assert.Equal("15s", await ask.ExecuteScalarAsync());
    }

    [Fact]
    public async Task many_callers_may_ask_one_session_at_once()
    {
        await using var mine = await ledger.Database.OpenLeaseSessionAsync();
        var leases = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => mine.TryAcquireAsync($"many/{n % 100}")));
        Assert.Equal(100, leases.Count(static l => l is not null));
        Assert.False(mine.Lost.IsCancellationRequested);
    }

    private sealed class ShiftedClock : TimeProvider
    {
        private long shifted;

        public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref shifted);

        public void Shift(TimeSpan by) => Interlocked.Add(ref shifted, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
