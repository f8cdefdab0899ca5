using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// <c>append.growth</c>: pages of 1,000 alerts into a ledger of 1,000,000 events against the same pages into one of 100,000, in turns. Both are filled
/// by the product's append, without documents, since the vault's key is random at any size.
/// </summary>
internal sealed class AppendGrowth : IMeasurement
{
    private const int Seed = 20261121;
    private const int PageSize = 1000;
    private const int FillSize = 5000;
    private const int Usual = 1_000_000;
    private const int Part = 10;
    private const double AtLeast = 0.9;
    private const int Pages = 10;
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(30);

    // Behind a checkpoint the first change of a page of an index is logged with the whole page: until most have been changed, that is what would be measured.
    private const int WarmPages = 40;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["append.growth"];

    /// <inheritdoc />
    public bool Growth => true;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var most = run.Events ?? Usual;
        run.MakeSureOfRoom(string.Create(CultureInfo.InvariantCulture, $"{most:#,0} events and a tenth of them"), (most + (most / Part)) * FilledLedger.BytesAnEvent);
        await using var small = (await run.EmptyAsync(cancellation)).Open();
        await using var large = (await run.EmptyAsync(cancellation)).Open();
        await FillAsync(run.Report, small, most / Part, cancellation);
        await FillAsync(run.Report, large, most, cancellation);
        var (ours, theirs) = (new ProductPages(large.Log), new ProductPages(small.Log));
        var inputs = new AlertInputs(Seed + 1);
        var (rounds, limits) = (new List<double>(), new List<double>());
        for (var round = 0; round <= run.Rounds; round++)
        {
            var (value, limit, events) = (TimeSpan.Zero, TimeSpan.Zero, 0);
            for (var n = 0; n < (round == 0 ? WarmPages : Pages); n++)
            {
                var page = inputs.Page(PageSize);
                events += page.Sum(static alert => alert.Events.Count);
                value += await TimeAsync(ours, page, cancellation);
                limit += await TimeAsync(theirs, page, cancellation);
            }

            if (round > 0)
            {
                rounds.Add(events / value.TotalSeconds);
                limits.Add(events / limit.TotalSeconds);
            }
        }

        run.Report.Give(Figure.Compared(Figures[0], "events/s", rounds, limits, Bar.AtLeast(AtLeast)) with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"at {most:#,0} events against {most / Part:#,0}"),
        });
    }

    private static async Task<TimeSpan> TimeAsync(ProductPages pages, IReadOnlyList<AlertInput> page, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await pages.WriteAsync(page, cancellation);
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task FillAsync(Report report, LedgerDatabase ledger, int events, CancellationToken cancellation)
    {
        report.Say(string.Create(CultureInfo.InvariantCulture, $"Filling a ledger with {events:#,0} events"));
        var inputs = new AlertInputs(Seed);
        var (head, watch, next) = (0L, Stopwatch.StartNew(), SayEvery);
        while (head < events)
        {
            var page = inputs.Page(FillSize);
            var outcome = await ledger.Log.AppendAsync(new AppendRequest { Tenant = BenchDatabase.Tenant, Streams = [.. page.Select(static alert => alert.WithoutDocuments())] }, cancellation);
            head = outcome is AppendOutcome.Appended appended ? appended.LastPosition : throw new InvalidOperationException($"The page was not appended: {outcome}");
            if (watch.Elapsed > next)
            {
                report.Say(string.Create(CultureInfo.InvariantCulture, $"  {head:#,0} of {events:#,0} events in {watch.Elapsed.TotalSeconds:0} s"));
                next = watch.Elapsed + SayEvery;
            }
        }

        await using var vacuum = ledger.OwnerSource.CreateCommand("vacuum analyze");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync(cancellation);
    }
}
