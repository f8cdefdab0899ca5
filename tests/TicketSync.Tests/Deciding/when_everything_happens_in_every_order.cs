using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync.Tests.Deciding;

public sealed class when_everything_happens_in_every_order
{
    private const int Longest = 5;

    public static TheoryData<string, bool> Ways => new()
    {
        { ConflictPolicy.PersonWins, true }, { ConflictPolicy.PersonWins, false },
        { ConflictPolicy.Ours, true }, { ConflictPolicy.Ours, false },
        { ConflictPolicy.Theirs, true }, { ConflictPolicy.Theirs, false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void the_pair_settles_both_sides_agree_and_each_intent_has_its_outcome_and_at_most_one_write(string policy, bool atOnce)
    {
        foreach (var steps in Sequences())
        {
            var pair = new ModelPair(policy);
            string Story() => $"{string.Join(", ", steps)}: {string.Join("; ", pair.Log)}";
            foreach (var step in steps)
            {
                pair.Take(step);
                if (atOnce)
                {
                    pair.Work();
                }
            }

            pair.Settle();
            var sweeps = 0;
            while (pair.Sweep())
            {
                Assert.True(++sweeps <= 3, $"It never settles: {Story()}");
            }

            if ((pair.Intents > 0 && !pair.Agrees) || pair.Intents != pair.Outcomes || pair.Log.Count != pair.Intents || pair.Writes.Values.Any(static w => w > 1))
            {
                Assert.Fail(Story());
            }
        }
    }

    /// <summary>Every order of what can happen; of what can go wrong, two things at most, and one in the longest.</summary>
    private static IEnumerable<Step[]> Sequences()
    {
        IEnumerable<Step[]> sequences = [[]];
        for (var length = 1; length <= Longest; length++)
        {
            var most = length == Longest ? 1 : 2;
            sequences = [.. sequences.SelectMany(s => Enum.GetValues<Step>().Select(step => (Step[])[.. s, step])).Where(s => s.Count(static one => one > Step.Echo) <= most)];
            foreach (var steps in sequences)
            {
                yield return steps;
            }
        }
    }
}
