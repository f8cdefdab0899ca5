namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary>Where one round kills.</summary>
/// <param name="FailPoint">The named point and its passage, as <c>LEDGER_FAILPOINT</c> takes it; null = at a moment.</param>
/// <param name="After">The moment, counted from the start of the process.</param>
internal sealed record KillPlan(string? FailPoint, TimeSpan After)
{
    private static readonly string[] Points =
    [
        "poll-before-append", "poll-after-append", "poll-between-pages", "poll-before-coverage",
        "before-append", "after-append-before-reply", "projection-before-commit", "projection-after-commit",
        "evidence-before-append", "evidence-after-append",
    ];

    /// <summary>In words.</summary>
    public string Words => FailPoint ?? $"{After.TotalSeconds:0.00} s after the start";

    /// <summary>Every named point in turn, and after each four a random moment of the first six seconds, the start included.</summary>
    public static KillPlan Of(int round, Random random) => round % 5 == 4
        ? new KillPlan(null, TimeSpan.FromMilliseconds(random.Next(100, 6000)))
        : new KillPlan($"{Points[(round - (round / 5)) % Points.Length]}:{random.Next(1, 4)}", TimeSpan.FromSeconds(60));
}
