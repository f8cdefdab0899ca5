using Dropzone.Ledger.Ingestion.Tests.Pure;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>Records that share a timestamp at the edge of a page or cycle are lost elsewhere.</summary>
public sealed class Pain02_equal_timestamps_at_an_edge
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_page_size_with_links_records_everything() => Prop
        .ForAll(Shapes, shape => Enumerable.Range(1, shape.Length + 1).All(size =>
        {
            // One page, full, of one timestamp, without a link: nothing tells that it is all.
            var undecidable = shape.Length == size && shape.Distinct().Count() == 1;
            return Records(shape, size, size, links: true) is { Missing: 0 } ran && ran.Failed == undecidable;
        }))
        .Check(Small);

    [Fact]
    public void Every_page_size_without_links_records_everything_or_refuses_to_move_on() => Prop
        .ForAll(Shapes, shape => Enumerable.Range(1, shape.Length + 1).All(size =>
        {
            var most = shape.GroupBy(x => x).Select(g => g.Count()).DefaultIfEmpty(0).Max();
            var ran = Records(shape, size, size, links: false);
            return ran.Failed ? most >= size : ran.Missing == 0;
        }))
        .Check(Small);

    [Fact]
    public void A_page_larger_than_any_tie_never_refuses() => Prop
        .ForAll(Shapes, shape =>
        {
            var most = shape.GroupBy(x => x).Select(g => g.Count()).DefaultIfEmpty(0).Max();
            return Records(shape, most + 1, most + 1, links: false) is { Missing: 0, Failed: false };
        })
        .Check(Small);

    [Fact]
    public async Task A_full_page_of_one_timestamp_without_a_link_fails_the_window_and_moves_nothing()
    {
        var (source, poller) = Make(pageSize: 3, cap: 3, links: false);
        source.Records.AddRange(Enumerable.Range(0, 5).Select(i => new ModelRecord($"a{i}", Start, Start)));

        var failure = await poller.PollAsync();

        Assert.Equal(PollFailure.PageStuck, failure?.Code);
        Assert.Equal(3, poller.Recorded.Count);
        Assert.Null(poller.Cursor.Watermark);
        Assert.NotNull(poller.Cursor.Live);
    }

    private static Arbitrary<int[]> Shapes => Gen.Choose(0, 4).ArrayOf().Where(a => a.Length <= 12).ToArbitrary();

    private static Config Small => Config.QuickThrowOnFailure.WithMaxTest(60);

    private static (int Missing, bool Failed) Records(int[] seconds, int size, int cap, bool links)
    {
        var (source, poller) = Make(size, cap, links);
        source.Records.AddRange(seconds.Select((s, i) => new ModelRecord($"a{i}", Start.AddSeconds(s), Start)));
        var failure = poller.PollAsync().GetAwaiter().GetResult();
        return (seconds.Length - poller.Recorded.Count, failure is not null);
    }

    private static (ModelSource Source, ModelPoller Poller) Make(int pageSize, int cap, bool links)
    {
        var source = new ModelSource(pageSize, cap, links) { SourceNow = Start.AddMinutes(1) };
        return (source, new ModelPoller(source, new ManualClock(Start.AddMinutes(1)), TimeSpan.FromMinutes(5)));
    }
}
