using Dropzone.Ledger.Bench.Appending;
using Dropzone.Ledger.Bench.Preview;
using Dropzone.Ledger.Bench.Projecting;
using Dropzone.Ledger.Bench.Streams;
using Dropzone.Ledger.Bench.Tickets;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Figures;

/// <summary>Every measurement, in the order in which a run takes them.</summary>
internal static class Measurements
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IMeasurement> All { get; } =
    [
        new PageAppending(1000, 0.6),
        new PageAppending(5000, 0.5),
        new SmallAppends(),
        new StreamFolding(),
        new FollowMeasurement(),
        new RebuildMeasurement(new Dictionary<string, double> { ["rebuild.alert-list"] = 0.5, ["rebuild.dashboards"] = 0.7 }, ProjectionNames.AlertList),
        new RebuildMeasurement(new Dictionary<string, double> { ["rebuild.all"] = 0.3 }, [.. ReadModelRebuilds.Names]),
        new VisibleMeasurement(),
        new TicketMeasurement(),
        new TicketThroughput(),
        new PreviewMeasurement(),
        new AppendGrowth(),
        new ReadMeasurement(),
        new ReadGrowthMeasurement(),
        new AsOfMeasurement(),
        new MemoryGrowth(),
    ];
}
