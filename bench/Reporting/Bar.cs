using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Bench.Reporting;

/// <summary>What a figure was promised to reach.</summary>
/// <param name="Bound">The bound of the figure's ratio, or of its value when it has no ratio.</param>
/// <param name="Direction">On which side of the bound the promise holds.</param>
internal sealed record Bar(double Bound, [property: JsonConverter(typeof(JsonStringEnumConverter<BarDirection>))] BarDirection Direction)
{
    /// <summary>The promise holds up to the bound.</summary>
    public static Bar AtMost(double bound) => new(bound, BarDirection.AtMost);

    /// <summary>The promise holds from the bound on.</summary>
    public static Bar AtLeast(double bound) => new(bound, BarDirection.AtLeast);

    /// <summary>Whether a number keeps the promise.</summary>
    public bool Holds(double number) => Direction == BarDirection.AtMost ? number <= Bound : number >= Bound;
}

/// <summary>The side of a bound on which a promise holds.</summary>
internal enum BarDirection
{
    /// <summary>Up to the bound.</summary>
    AtMost,

    /// <summary>From the bound on.</summary>
    AtLeast,
}
