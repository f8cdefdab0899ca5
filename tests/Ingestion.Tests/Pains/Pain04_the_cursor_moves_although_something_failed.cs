using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Pure;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>A cursor that is set to now, or moved by a poll that failed, skips alerts for ever.</summary>
public sealed class Pain04_the_cursor_moves_although_something_failed
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualClock clock = new(Start);
    private readonly ModelSource source = new(50, 50, links: true) { SourceNow = Start };
    private readonly ModelPoller poller;

    public Pain04_the_cursor_moves_although_something_failed() => poller = new ModelPoller(source, clock, TimeSpan.FromMinutes(5));

    [Fact]
    public async Task An_empty_window_moves_the_coverage_and_not_the_watermark()
    {
        await poller.PollAsync();
        clock.Move(TimeSpan.FromMinutes(1));
        await poller.PollAsync();

        Assert.Null(poller.Cursor.Watermark);
        Assert.Equal(Start.AddMinutes(1), poller.Cursor.CoveredTo);
        Assert.Equal(Start.AddDays(-1), poller.Cursor.Pending?.From);
        Assert.Equal(Start.AddMinutes(1), poller.Cursor.Pending?.To);
    }

    [Fact]
    public async Task Quiet_coverage_is_joined_and_said_after_an_hour()
    {
        for (var minute = 0; minute <= 60; minute++)
        {
            Assert.Empty(poller.Events);
            await poller.PollAsync();
            clock.Move(TimeSpan.FromMinutes(1));
        }

        var covered = Assert.IsType<PollWindowCovered>(Assert.Single(poller.Events));
        Assert.Equal((61, 0, Start.AddDays(-1), Start.AddHours(1)), (covered.Polls, covered.New, covered.Window.From, covered.Window.To));
        Assert.Null(poller.Cursor.Pending);
    }

    [Fact]
    public async Task The_watermark_is_a_time_that_was_received_as_the_source_wrote_it()
    {
        source.Records.Add(new ModelRecord("a", Start.AddMinutes(-3).AddTicks(1234567), Start));
        await poller.PollAsync();

        Assert.Equal("2026-11-19T23:57:00.1234567Z", poller.Cursor.Watermark);
        Assert.Single(poller.Cursor.WatermarkKeys);
    }

    [Fact]
    public async Task A_record_from_the_far_future_is_recorded_and_moves_nothing()
    {
        source.Records.Add(new ModelRecord("future", Start.AddYears(70), Start));
        source.Records.Add(new ModelRecord("now", Start, Start));
        await poller.PollAsync();

        Assert.Equal(2, poller.Recorded.Count);
        Assert.Equal("2026-11-20T00:00:00Z", poller.Cursor.Watermark);
    }

    [Theory]
    [InlineData(CloudErrorKind.CredentialExpired)]
    [InlineData(CloudErrorKind.PermissionMissing)]
    [InlineData(CloudErrorKind.Partial)]
    [InlineData(CloudErrorKind.Throttled)]
    public async Task A_failed_window_leaves_the_watermark_and_is_asked_again(CloudErrorKind fault)
    {
        source.Records.Add(new ModelRecord("a", Start, Start));
        await poller.PollAsync();
        var before = poller.Cursor.Watermark;
        source.Records.Add(new ModelRecord("b", Start.AddMinutes(1), Start));
        source.SourceNow = Start.AddMinutes(2);
        source.Fault = fault;
        clock.Move(TimeSpan.FromMinutes(2));
        await poller.PollAsync();
        Assert.Equal(before, poller.Cursor.Watermark);
        Assert.NotNull(poller.Cursor.LastError);

        source.Fault = null;
        await poller.PollAsync();
        Assert.Equal(2, poller.Recorded.Count);
        Assert.Null(poller.Cursor.LastError);
    }

    [Fact]
    public async Task A_failure_is_said_when_it_begins_and_then_ever_more_rarely()
    {
        source.Fault = CloudErrorKind.PermissionMissing;
        for (var i = 0; i < 20; i++)
        {
            await poller.PollAsync();
        }

        Assert.Equal([1, 2, 4, 8, 16], poller.Events.OfType<PollWindowFailed>().Select(e => e.Attempt));
        Assert.Equal(20, poller.Cursor.LastError?.Repeats);
    }

    [Fact]
    public async Task A_poison_record_becomes_the_narrowest_gap_and_newer_alerts_flow()
    {
        await poller.PollAsync();
        source.Poison = Start.AddMinutes(30);
        source.Records.AddRange(Enumerable.Range(0, 60).Select(i => new ModelRecord($"a{i}", Start.AddMinutes(i).AddSeconds(30), Start)));
        clock.Move(TimeSpan.FromHours(1));
        source.SourceNow = clock.GetUtcNow();
        for (var tries = 0; poller.Recorded.Count < 60; tries++)
        {
            Assert.InRange(tries, 0, 60);
            await poller.PollAsync();
        }

        var gap = Assert.Single(poller.Cursor.Gaps);
        Assert.True(gap.From <= source.Poison && source.Poison < gap.To);
        Assert.InRange(gap.To - gap.From, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
        Assert.Single(poller.Events.OfType<CoverageGapFound>());

        // Coverage and gap together leave no hole.
        await poller.PollAsync();
        clock.Move(TimeSpan.FromHours(2));
        source.SourceNow = clock.GetUtcNow();
        source.Poison = null;
        await poller.PollAsync();
        Assert.Empty(poller.Cursor.Gaps);
        Assert.Equal([], Holes(poller.Events.OfType<PollWindowCovered>(), Start.AddDays(-1), Start.AddHours(2)));
    }

    private static List<(DateTimeOffset, DateTimeOffset)> Holes(IEnumerable<PollWindowCovered> covered, DateTimeOffset from, DateTimeOffset to)
    {
        var holes = new List<(DateTimeOffset, DateTimeOffset)>();
        foreach (var window in covered.Select(e => e.Window).OrderBy(w => w.From))
        {
            if (window.From > from)
            {
                holes.Add((from, window.From));
            }

            from = window.To > from ? window.To : from;
        }

        if (from < to)
        {
            holes.Add((from, to));
        }

        return holes;
    }
}
