using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.Domain.Tests;

/// <summary>Properties over a seed: FsCheck chooses and reports seeds, the value is drawn from a generator of ours.</summary>
internal static class Property
{
    internal static void Holds(int count, Func<Random, bool> property)
    {
        var seeds = ArbMap.Default.ArbFor<int>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithStartSize(1).WithEndSize(1_000_000), Prop.ForAll(seeds, seed => property(new Random(seed))));
    }
}
