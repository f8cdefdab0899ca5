using System.Collections.Immutable;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What paging looks at of a record.</summary>
/// <param name="Time">The source time that the pages are ordered by; null when the record has none that can be read.</param>
/// <param name="Key">Tells the record's version from every other.</param>
public sealed record PagedRecord(DateTimeOffset? Time, string Key);

/// <summary>How far the pages of one window have come.</summary>
public sealed record PageProgress
{
    /// <summary>Before the first page.</summary>
    public static PageProgress Begin { get; } = new();

    /// <summary>The newest time so far, when all pages came in ascending order.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>The records seen at <see cref="Newest"/>.</summary>
    public ImmutableHashSet<string> AtNewest { get; init; } = [];

    /// <summary>Whether all pages came in ascending order; only then may a page be asked for by key.</summary>
    public bool Ascending { get; init; } = true;

    /// <summary>The largest page so far.</summary>
    public int Largest { get; init; }

    /// <summary>Pages so far.</summary>
    public int Pages { get; init; }

    /// <summary>Whether the next page comes by a link.</summary>
    public bool ByLink { get; init; }

    /// <summary>The links followed.</summary>
    public ImmutableHashSet<string> Links { get; init; } = [];
}

/// <summary>What to do after a page.</summary>
public abstract record PageStep
{
    private PageStep()
    {
    }

    /// <summary>Follow the link, verbatim.</summary>
    public sealed record FollowLink(string Link) : PageStep;

    /// <summary>Ask again from this time on, <c>ge</c>.</summary>
    public sealed record FromKey(DateTimeOffset Key) : PageStep;

    /// <summary>The window was read whole.</summary>
    public sealed record Done : PageStep;

    /// <summary>It cannot be read whole: a code and words.</summary>
    public sealed record Stuck(string Code, string Message) : PageStep;
}

/// <summary>
/// Reads pages to the end without trusting the server's page size. A page without a next link is only the last one when asking on from its
/// newest time brings nothing more: servers cap pages without a word. Never moves past a full page of one timestamp.
/// </summary>
public static class PageReader
{
    /// <summary>What follows a page.</summary>
    /// <param name="before">The pages before it.</param>
    /// <param name="page">Its records.</param>
    /// <param name="link">Its next link.</param>
    /// <param name="top">How many records were asked for.</param>
    /// <param name="capKnown">Whether the server is known to give as many as are asked for: then a shorter page is the last one.</param>
    public static (PageProgress After, PageStep Step) Advance(
        PageProgress before, IReadOnlyList<PagedRecord> page, string? link, int top, bool capKnown)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(page);
        var after = Take(before, page);
        if (link is not null)
        {
            return before.Links.Contains(link)
                ? (after, new PageStep.Stuck(PollFailure.LinkLoops, "The next link leads back to a page that was read."))
                : (after with { Links = before.Links.Add(link), ByLink = true }, new PageStep.FollowLink(link));
        }

        if (page.Count == 0 || (page.Count < top && (capKnown || !before.Links.IsEmpty)))
        {
            return (after, new PageStep.Done());
        }

        if (!after.Ascending)
        {
            return (after, new PageStep.Stuck(PollFailure.PageUnordered, "A page without a next link is not in ascending order of its times."));
        }

        if (after.Newest is { } newest && (before.Newest is not { } key || newest > key))
        {
            return (after, new PageStep.FromKey(newest));
        }

        return (after, EndOf(before, page, top));
    }

    /// <summary>
    /// The page brought no newer time: it is the last one, or one timestamp fills it. A server that gave links before would have given one
    /// here; a page of known records is then the end.
    /// </summary>
    private static PageStep EndOf(PageProgress before, IReadOnlyList<PagedRecord> page, int top)
    {
        var unseen = page.Any(record => !before.AtNewest.Contains(record.Key));
        if (before is { ByLink: true, Newest: { } newest } && unseen && page.Count >= top)
        {
            return new PageStep.FromKey(newest);
        }

        var full = page.Count >= top && (unseen || before.Links.IsEmpty);
        var cappedBelow = before.Pages > 0 && page.Count == before.Largest && unseen;
        return full || cappedBelow
            ? new PageStep.Stuck(
                PollFailure.PageStuck,
                $"A full page of {page.Count} records bears one timestamp and has no next link; what follows at that time cannot be asked for.")
            : new PageStep.Done();
    }

    private static PageProgress Take(PageProgress before, IReadOnlyList<PagedRecord> page)
    {
        var after = before with { ByLink = false, Pages = checked(before.Pages + 1), Largest = Math.Max(before.Largest, page.Count) };
        var (newest, keys, ascending) = (before.Newest, before.AtNewest.ToBuilder(), before.Ascending);
        foreach (var record in page)
        {
            if (record.Time is not { } time)
            {
                continue;
            }

            if (newest is null || time > newest)
            {
                newest = time;
                keys.Clear();
            }

            if (time == newest)
            {
                keys.Add(record.Key);
            }
            else
            {
                ascending = false;
            }
        }

        return after with { Newest = newest, AtNewest = keys.ToImmutable(), Ascending = ascending };
    }
}
