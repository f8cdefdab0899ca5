namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary>A stretch of source time.</summary>
/// <param name="From">Start, included.</param>
/// <param name="To">End, excluded.</param>
internal sealed record Stretch(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The same time as the fewest stretches, in order.</summary>
    public static IReadOnlyList<Stretch> Union(IEnumerable<Stretch> stretches)
    {
        var union = new List<Stretch>();
        foreach (var next in stretches.OrderBy(static s => s.From))
        {
            if (union is [.., var last] && next.From <= last.To)
            {
                union[^1] = last with { To = next.To > last.To ? next.To : last.To };
            }
            else
            {
                union.Add(next);
            }
        }

        return union;
    }

    /// <summary>What of them lies inside this one.</summary>
    public IReadOnlyList<Stretch> Cut(IEnumerable<Stretch> stretches) =>
    [
        .. stretches.Select(s => new Stretch(s.From > From ? s.From : From, s.To < To ? s.To : To)).Where(static s => s.From < s.To),
    ];
}
