using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Bench.Reporting;

/// <summary>One thing that was measured or counted.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Its unit, such as <c>ms</c> or <c>events/s</c>.</param>
/// <param name="Value">The value: of repeated measurements the median of the rounds' medians.</param>
internal sealed record Figure([property: JsonPropertyName("figure")] string Name, string Unit, double Value)
{
    /// <summary>What the unavoidable alone gave in the same run, in the same unit; absent where nothing is compared.</summary>
    public double? Limit { get; init; }

    /// <summary>The value over the limit: the median of the rounds' ratios.</summary>
    public double? Ratio { get; init; }

    /// <summary>What was promised; absent where nothing was.</summary>
    public Bar? Bar { get; init; }

    /// <summary>The median of each round, in order.</summary>
    public IReadOnlyList<double> Rounds { get; init; } = [];

    /// <summary>What else was seen on the way, such as memory or bytes an event; absent where nothing was.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the promise holds.</summary>
    public bool Holds => Bar?.Holds(Ratio ?? Value) ?? true;

    /// <summary>Compares what was measured in the same rounds; the ratio is the middle one of the rounds' ratios.</summary>
    /// <exception cref="ArgumentException">The two have different numbers of rounds, or none.</exception>
    public static Figure Compared(string name, string unit, IReadOnlyList<double> rounds, IReadOnlyList<double> limits, Bar? bar) =>
        rounds.Count != limits.Count
            ? throw new ArgumentException("Each round needs its limit.", nameof(limits))
            : new Figure(name, unit, Median.Of(rounds))
            {
                Rounds = rounds,
                Limit = Median.Of(limits),
                Ratio = Median.Of([.. rounds.Zip(limits, static (value, limit) => value / limit)]),
                Bar = bar,
            };
}
