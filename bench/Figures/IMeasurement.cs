namespace Dropzone.Ledger.Bench.Figures;

/// <summary>
/// Measures one or more figures, each against its limit in the same run: bare Npgsql doing only the unavoidable. Rounds of both take turns, so that a
/// slow moment of the machine strikes both alike.
/// </summary>
internal interface IMeasurement
{
    /// <summary>The names of the figures that it gives, such as <c>append.page-1000</c>.</summary>
    IReadOnlyList<string> Figures { get; }

    /// <summary>Whether it compares a small with a large ledger; such a one is left out of a quick run.</summary>
    bool Growth { get; }

    /// <summary>Whether it is left out of a run that names no figure, since it takes longer than all others together.</summary>
    bool OnlyWhenNamed => false;

    /// <summary>Measures and gives the figures to the run's report.</summary>
    Task RunAsync(BenchRun run, CancellationToken cancellation);
}
