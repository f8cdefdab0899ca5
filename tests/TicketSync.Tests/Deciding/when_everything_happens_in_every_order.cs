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
    public void the_pair_settles_both_sides_agree_and_each_intent_has_its_outcome(string policy, bool atOnce)
    {
        foreach (var steps in Sequences())
        {
            var pair = new ModelPair(policy);
            foreach (var step in steps)
            {
                pair.Take(step);
                if (atOnce)
                {
                    pair.Work();
                }
            }

            pair.Work();
            var sweeps = 0;
            while (pair.Sweep())
            {
                Assert.True(++sweeps <= 3, $"{string.Join(", ", steps)} never settles: {string.Join("; ", pair.Log)}");
            }

            var story = $"{string.Join(", ", steps)}: {string.Join("; ", pair.Log)}";
            Assert.True(pair.Intents == 0 || pair.Agrees, story);
            Assert.True(pair.Intents == pair.Outcomes && pair.Log.Count == pair.Intents && pair.Writes <= pair.Intents, story);
        }
    }

    private static IEnumerable<Step[]> Sequences()
    {
        IEnumerable<Step[]> sequences = [[]];
        for (var length = 1; length <= Longest; length++)
        {
            sequences = [.. sequences.SelectMany(s => Enum.GetValues<Step>().Select(step => (Step[])[.. s, step]))];
            foreach (var steps in sequences)
            {
                yield return steps;
            }
        }
    }
}
