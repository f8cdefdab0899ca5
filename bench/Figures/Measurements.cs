using Dropzone.Ledger.Bench.Preview;

namespace Dropzone.Ledger.Bench.Figures;

/// <summary>Every measurement, in the order in which a run takes them.</summary>
internal static class Measurements
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IMeasurement> All { get; } = [new PreviewMeasurement()];
}
