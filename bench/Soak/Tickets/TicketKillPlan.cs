using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>Where one round kills, and how often both sides are compared in it.</summary>
/// <param name="Point">The named point.</param>
/// <param name="Passage">At which passage.</param>
internal sealed record TicketKillPlan(string Point, int Passage)
{
    /// <summary>As <c>LEDGER_FAILPOINT</c> takes it.</summary>
    public string FailPoint => $"{Point}:{Passage}";

    /// <summary>Points of the sweep need sweeps.</summary>
    public bool NeedsSweep => Point.Contains("sweep", StringComparison.Ordinal);

    /// <summary>How often sweeps are made; in the other rounds they would only cost.</summary>
    public string SweepEvery => NeedsSweep ? "PT0.4S" : "PT1H";

    /// <summary>Each point once before any comes again, at a passage that is reached in the middle of the work.</summary>
    public static IReadOnlyList<TicketKillPlan> Of(int kills, Random random)
    {
        var plans = new List<TicketKillPlan>();
        while (plans.Count < kills)
        {
            var points = TicketStep.All.ToArray();
            random.Shuffle(points);
            plans.AddRange(points.Take(kills - plans.Count).Select(point => new TicketKillPlan(point, random.Next(1, Most(point) + 1))));
        }

        return plans;
    }

    private static int Most(string point) => point switch
    {
        _ when point.EndsWith("-load", StringComparison.Ordinal) => 1,
        _ when point.Contains("checkpoint", StringComparison.Ordinal) => 3,
        _ when point.Contains("sweep", StringComparison.Ordinal) => 2,
        "ticket-before-adoption" or "ticket-after-conflict" or "ticket-before-history" or "ticket-after-history" => 3,
        "ticket-in-doubt" or "ticket-after-batch" or "ticket-before-streams" or "ticket-before-intent" or "ticket-after-intent" => 6,
        _ => 40,
    };
}
