namespace Dropzone.Ledger.Bench.Reporting;

/// <summary>One thing that was measured or counted.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Its unit, such as <c>ms</c> or <c>events/s</c>.</param>
/// <param name="Value">The value: of repeated measurements the median of the rounds' medians.</param>
internal sealed record Figure(string Name, string Unit, double Value)
{
    /// <summary>The most that is allowed; absent where nothing was promised.</summary>
    public double? Limit { get; init; }

    /// <summary>How many times as much as what it is compared with; the limit applies to it where there is one.</summary>
    public double? Ratio { get; init; }

    /// <summary>The median of each round, in order.</summary>
    public IReadOnlyList<double> Rounds { get; init; } = [];

    /// <summary>Whether the promise holds.</summary>
    public bool Holds => Limit is not { } limit || (Ratio ?? Value) <= limit;
}
