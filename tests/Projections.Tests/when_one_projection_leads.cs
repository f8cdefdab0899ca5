using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_one_projection_leads(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task the_others_begin_with_what_just_arrived_when_it_is_done_with_it()
    {
        var (clock, feed) = await FeedAsync();
        await using var leading = feed.Join(0, leads: true);
        await using var other = feed.Join(0);
        var begins = other.NextAsync(0, default);
        var events = await leading.NextAsync(0, default).WaitAsync(Patience);
        await clock.AskedAsync(Patience);
        Assert.False(begins.IsCompleted);

        var later = leading.NextAsync(events[^1].Stored.Position, default);
        Assert.Equal(events, await begins.WaitAsync(Patience));
        Assert.False(later.IsCompleted);
    }

    [Fact]
    public async Task they_do_not_wait_for_one_that_is_stuck()
    {
        var (clock, feed) = await FeedAsync();
        await using var leading = feed.Join(0, leads: true);
        await using var other = feed.Join(0);
        var begins = other.NextAsync(0, default);
        await leading.NextAsync(0, default).WaitAsync(Patience);
        await clock.AskedAsync(Patience);
        clock.Pass(TimeSpan.FromMilliseconds(20));
        Assert.NotEmpty(await begins.WaitAsync(Patience));
    }

    [Fact]
    public async Task they_do_not_wait_for_one_that_is_further_behind_or_gone()
    {
        var (_, feed) = await FeedAsync();
        await using var other = feed.Join(0);
        await using (feed.Join(0, leads: true))
        {
        }

        Assert.NotEmpty(await other.NextAsync(0, default).WaitAsync(Patience));
    }

    private async Task<(StandingClock Clock, LogFeed Feed)> FeedAsync()
    {
        var tenant = await ledger.TenantAsync();
        var history = new History();
        history.Alert("d1");
        await ledger.AppendAsync(tenant, history.Events);
        var clock = new StandingClock();
        return (clock, new LogFeed(ledger.Database, tenant, static _ => true, clock));
    }

    /// <summary>Time that passes when the test says so, and tells that somebody waits for it.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Action? rings;
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public Task AskedAsync(TimeSpan patience) => asked.Task.WaitAsync(patience);

        public override long GetTimestamp() => Volatile.Read(ref ticks) + 1;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            rings += () => callback(state);
            asked.TrySetResult();
            return new Unmoved();
        }

        public void Pass(TimeSpan time)
        {
            Interlocked.Add(ref ticks, time.Ticks);
            rings?.Invoke();
        }

        private sealed class Unmoved : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
