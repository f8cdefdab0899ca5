using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Pure;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>An alert becomes queryable long after the time by which it is asked for.</summary>
public sealed class Pain01_an_alert_that_arrives_late
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    [Fact]
    public void Delays_up_to_the_overlap_are_met_by_live_polls_alone() => Prop
        .ForAll(Delays(5), delays => Missing(delays, TimeSpan.FromHours(3)) == 0)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Delays_up_to_ten_times_the_overlap_are_met_after_the_daily_pass() => Prop
        .ForAll(Delays(50), delays => Missing(delays, TimeSpan.FromHours(27)) == 0)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void A_clock_that_jumps_back_and_forth_loses_nothing() => Prop
        .ForAll(
            Delays(5),
            Gen.Choose(-200, 200).ArrayOf().Where(jumps => jumps.Length <= 6).ToArbitrary(),
            (delays, jumps) => Missing(delays, TimeSpan.FromHours(3), jumps) == 0)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Theory]
    [InlineData(9)]
    [InlineData(600)]
    public async Task A_record_dated_ahead_of_the_clock_hides_none_that_follow_it(int minutesAhead)
    {
        var source = new ModelSource(100, 100, links: true) { SourceNow = Start };
        var clock = new ManualClock(Start);
        var poller = new ModelPoller(source, clock, Overlap);
        source.Records.Add(new ModelRecord("ahead", Start.AddMinutes(minutesAhead), Start));
        for (var minute = 0; minute < 20; minute++)
        {
            source.Records.Add(new ModelRecord($"a{minute}", Start.AddMinutes(minute), Start.AddMinutes(minute)));
            source.SourceNow = clock.GetUtcNow();

            // From the second to the eighth minute nobody polls: the watermark that lies ahead must not hide those either.
            if (minute is < 2 or > 8)
            {
                await poller.PollAsync();
                Assert.Equal(minute + 2, poller.Recorded.Count);
            }

            clock.Move(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task What_was_asked_again_after_the_lookback_is_settled()
    {
        var source = new ModelSource(100, 100, links: true) { SourceNow = Start };
        var clock = new ManualClock(Start);
        var poller = new ModelPoller(source, clock, Overlap);
        for (var hour = 0; hour <= 50; hour++)
        {
            await poller.PollAsync();
            clock.Move(TimeSpan.FromHours(1));
            source.SourceNow = clock.GetUtcNow();
        }

        var settled = poller.Events.OfType<PollWindowCovered>().Where(e => e.Settled).ToList();
        Assert.Equal(Start, settled[0].Window.To);
        Assert.Equal(settled[0].Window.To, settled[1].Window.From);
        Assert.Equal(Start.AddDays(1), poller.Cursor.SettledTo);
        Assert.All(settled, e => Assert.Equal(Origin.Reconcile, e.Origin));
    }

    private static Arbitrary<int[]> Delays(int longest) =>
        Gen.Choose(0, longest).ArrayOf().Where(a => a.Length <= 40).ToArbitrary();

    /// <summary>Alerts every two minutes, each visible after its delay; a poll every ten minutes; how many are missing at the end.</summary>
    private static int Missing(int[] delaysInMinutes, TimeSpan run, int[]? clockJumps = null)
    {
        var source = new ModelSource(7, 7, links: true) { SourceNow = Start };
        source.Records.AddRange(delaysInMinutes.Select((delay, i) =>
            new ModelRecord($"a{i}", Start.AddMinutes(2 * i), Start.AddMinutes((2 * i) + delay))));
        var clock = new ManualClock(Start);
        var poller = new ModelPoller(source, clock, Overlap);
        var jumps = new Queue<int>(clockJumps ?? []);
        for (var at = TimeSpan.Zero; at <= run; at += TimeSpan.FromMinutes(10))
        {
            source.SourceNow = Start + at;
            _ = poller.PollAsync().GetAwaiter().GetResult();
            clock.Move(TimeSpan.FromMinutes(10));
            if (jumps.TryDequeue(out var minutes))
            {
                clock.Move(TimeSpan.FromMinutes(minutes));
            }
        }

        return delaysInMinutes.Length - poller.Recorded.Count;
    }
}
