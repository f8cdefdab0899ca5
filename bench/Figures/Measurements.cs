using Dropzone.Ledger.Bench.Appending;
using Dropzone.Ledger.Bench.Streams;

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
        new AppendGrowth(),
    ];
}
