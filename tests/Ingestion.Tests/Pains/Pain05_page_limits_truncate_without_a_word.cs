using Dropzone.Ledger.Ingestion.Tests.Pure;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>A server gives fewer records than were asked for and does not say that there are more.</summary>
public sealed class Pain05_page_limits_truncate_without_a_word
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(1000)]
    public async Task A_silent_cap_loses_nothing(int cap)
    {
        var source = new ModelSource(1000, cap, links: false) { SourceNow = Start.AddHours(2) };
        source.Records.AddRange(Enumerable.Range(0, 2345).Select(i => new ModelRecord($"a{i}", Start.AddSeconds(i / 3), Start)));
        var poller = new ModelPoller(source, new ManualClock(Start.AddHours(2)), TimeSpan.FromMinutes(5));

        Assert.Null(await poller.PollAsync());
        Assert.Equal(2345, poller.Recorded.Count);
    }

    [Fact]
    public async Task A_silent_cap_below_a_tie_is_refused_and_not_passed_over()
    {
        var source = new ModelSource(1000, 10, links: false) { SourceNow = Start.AddHours(2) };
        source.Records.AddRange(Enumerable.Range(0, 25).Select(i => new ModelRecord($"a{i:00}", Start.AddSeconds(i < 5 ? i : 5), Start)));
        var poller = new ModelPoller(source, new ManualClock(Start.AddHours(2)), TimeSpan.FromMinutes(5));

        Assert.Equal(PollFailure.PageStuck, (await poller.PollAsync())?.Code);
        Assert.Null(poller.Cursor.Watermark);
    }

    [Fact]
    public async Task A_link_that_leads_in_a_circle_ends_the_window_as_failed()
    {
        var progress = PageProgress.Begin;
        PageStep step = new PageStep.Done();
        for (var i = 0; i < 2; i++)
        {
            (progress, step) = PageReader.Advance(progress, [new(Start, "a")], "same", 10, capKnown: false);
        }

        Assert.Equal(PollFailure.LinkLoops, Assert.IsType<PageStep.Stuck>(step).Code);
        await Task.CompletedTask;
    }
}
