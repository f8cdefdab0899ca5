using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Projections;

/// <summary>Sets of source time, as stretches in order that neither meet nor overlap. Pure.</summary>
internal static class Stretches
{
    /// <summary>The union with one more window; an empty or reversed window adds nothing.</summary>
    public static IReadOnlyList<SourceWindow> Add(IReadOnlyList<SourceWindow> set, SourceWindow window)
    {
        if (window.To <= window.From)
        {
            return set;
        }

        var met = set.Where(s => s.From <= window.To && s.To >= window.From).Append(window).ToList();
        var joined = new SourceWindow(met.Min(s => s.From), met.Max(s => s.To));
        return [.. set.Where(s => s.To < window.From), joined, .. set.Where(s => s.From > window.To)];
    }

    /// <summary>What is left of a window without a set.</summary>
    public static IReadOnlyList<SourceWindow> Without(SourceWindow window, IEnumerable<SourceWindow> set)
    {
        var left = new List<SourceWindow>();
        var from = window.From;
        foreach (var taken in set.Where(s => s.To > window.From && s.From < window.To))
        {
            if (taken.From > from)
            {
                left.Add(new SourceWindow(from, taken.From));
            }

            from = taken.To > from ? taken.To : from;
        }

        if (from < window.To)
        {
            left.Add(new SourceWindow(from, window.To));
        }

        return left;
    }
}
