using System.Globalization;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// The peak memory of the product's own process while every read model follows a log from its beginning, and in another process while all of them are
/// rebuilt at full share; at a log of 5,000,000 events against one of a fifth. One run of each: the peak is the greatest of many thousand batches.
/// </summary>
internal sealed class MemoryGrowth : IMeasurement
{
    private const int Usual = 5_000_000;
    private const int Part = 5;
    private const double MostMegabytes = 300;

    // When the collector looks is nothing that a process decides alone: runs of a log of 22,000 events differed by a quarter, longer ones by less.
    private const double MostGrowth = 1.1;

    // A Sentinel incident and the Defender alert that it holds.
    private const int LargestGroup = 2;

    // Ten events are nine alerts of which one is excluded.
    private const int EventsOfTen = 9;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["memory.follow", "memory.follow.growth", "memory.rebuild", "memory.rebuild.growth"];

    /// <inheritdoc />
    public bool Growth => true;

    /// <inheritdoc />
    public bool OnlyWhenNamed => true;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var events = run.Events ?? Usual;
        run.MakeSureOfRoom(string.Create(CultureInfo.InvariantCulture, $"{events:#,0} events, their read models and as many rebuilt ones"), events * FilledLedger.BytesAFoldedEvent);
        var small = await FoldAsync(run, events / Part, cancellation);
        var large = await FoldAsync(run, events, cancellation);
        Give(run.Report, "memory.follow", small.Follow, large.Follow);
        Give(run.Report, "memory.rebuild", small.Rebuild, large.Rebuild);
    }

    private static void Give(Report report, string name, Peak small, Peak large)
    {
        report.Give(new Figure(name, "MB", Math.Max(small.Megabytes, large.Megabytes)) { Bar = Bar.AtMost(MostMegabytes), Note = $"{small.Says}; {large.Says}" });
        report.Give(Figure.Compared($"{name}.growth", "MB", [large.Megabytes], [small.Megabytes], Bar.AtMost(MostGrowth)));
    }

    private static async Task<(Peak Follow, Peak Rebuild)> FoldAsync(BenchRun run, int events, CancellationToken cancellation)
    {
        var database = await run.EmptyAsync(cancellation);
        var alerts = (int)(((long)events * EventsOfTen / 10) + FilledLedger.Originals - 1) / FilledLedger.Originals * FilledLedger.Originals;
        await new FilledLedger(database, $"{events:#,0} events", run.Report).LogOnlyAsync(alerts, cancellation);
        long head;
        await using (var ledger = database.Open())
        {
            head = (await ledger.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position;
        }

        Peak follow, rebuild;
        await using (var product = await FoldingProcess.StartAsync(database, run.Report, cancellation))
        {
            follow = new Peak(head, await product.FollowAsync(head, cancellation), product.PeakMegabytes);
            run.Report.Say($"  followed: {follow.Says}");
        }

        await AgreeAsync(run.Report, database, follow, cancellation);

        await using (var product = await FoldingProcess.StartAsync(database, run.Report, cancellation))
        {
            rebuild = new Peak(head, await product.RebuildAsync(cancellation), product.PeakMegabytes);
            run.Report.Say($"  rebuilt: {rebuild.Says}");
        }

        await run.Server.DropAsync(database, cancellation);
        return (follow, rebuild);
    }

    /// <summary>Refuses to measure what is wrong: copies that fall together into few alerts, or into groups that no alerts of a source would make.</summary>
    private static async Task AgreeAsync(Report report, BenchDatabase database, Peak follow, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var session = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(await ServingSchemas.FillAsync(session, BenchSql.Read("folded_as_alerts.sql"), cancellation), session) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (logged, ingested, listed, merged, largest) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt32(4));
        var found = string.Create(CultureInfo.InvariantCulture, $"{logged:#,0} events, {ingested:#,0} first ones, {listed:#,0} alerts, {merged:#,0} of them merged, the largest group {largest}");
        if (logged != follow.Events || listed != ingested || merged == 0 || largest != LargestGroup)
        {
            throw new InvalidOperationException($"The copied log folds otherwise than alerts of a source do: {found} at {follow.Events:#,0}.");
        }

        report.Say(string.Create(CultureInfo.InvariantCulture, $"  {found}; {(double)reader.GetInt64(5) / follow.Events:#,0} bytes of disk an event"));
    }

    private sealed record Peak(long Events, TimeSpan Time, double Megabytes)
    {
        public string Says => string.Create(CultureInfo.InvariantCulture, $"{Megabytes:0} MB for {Events:#,0} events in {Time.TotalSeconds:0} s");
    }
}
