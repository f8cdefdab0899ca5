using System.Globalization;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Past;

/// <summary>Finds the position that a person means by a position or a time, and waits until the list of alerts has come to it.</summary>
public sealed class Moments(LedgerDatabase database, ReadModels models, LedgerHostOptions options)
{
    /// <summary>The position, or why there is none.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="field">The parameter's name.</param>
    /// <param name="text">A position, or a time (RFC 3339): what was known at it.</param>
    /// <param name="least">1, or 0 where the empty ledger before the first event is meant, too.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="alongside">The read models that must have come to it beside the list.</param>
    public async Task<(long Position, Problem? Refusal)> FindAsync(
        string tenant, string field, string? text, long least, CancellationToken cancellation, params IReadOnlyList<string> alongside)
    {
        var head = await database.Log.HeadAsync(tenant, cancellation);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position < least ? (0, await TooEarlyAsync(tenant, field, head, cancellation))
                : position > head.Position ? (0, InTheFuture(field, $"The last event is {head.Position}."))
                : await ReachedAsync(tenant, position, alongside, cancellation);
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return (0, Problem.Field(
                field, "A position such as 1200, or a time such as 2026-03-02T08:00:00Z, is expected.", "Write a time in UTC, with a Z: a + of an offset is a space in a URL."));
        }

        var now = options.Time.GetUtcNow();
        if (time > now)
        {
            return (0, InTheFuture(field, $"It is {Rfc3339.Of(now)} now."));
        }

        position = await database.Log.PositionAtAsync(tenant, time, cancellation);
        return position < least ? (0, await TooEarlyAsync(tenant, field, head, cancellation)) : await ReachedAsync(tenant, position, alongside, cancellation);
    }

    /// <summary>Two positions, the former first, of which it may lie before the first event.</summary>
    public async Task<(long From, long To, Problem? Refusal)> FindBothAsync(
        string tenant, string? from, string? to, CancellationToken cancellation, params IReadOnlyList<string> alongside)
    {
        var (later, wrong) = await FindAsync(tenant, "to", to, 1, cancellation, alongside);
        if (wrong is not null)
        {
            return (0, 0, wrong);
        }

        (var earlier, wrong) = await FindAsync(tenant, "from", from, 0, cancellation, alongside);
        return wrong is not null || earlier <= later
            ? (earlier, later, wrong)
            : (0, 0, Problem.Field("from", $"It lies behind to: {earlier} and {later}.", "Exchange the two."));
    }

    /// <summary>The positions of a range of the log itself, both included: a missing end is that of the log.</summary>
    public async Task<(long First, long Last, Problem? Refusal)> FindRangeAsync(string tenant, string? from, string? to, CancellationToken cancellation)
    {
        var parameters = new Reading.Parameters();
        var head = (await database.Log.HeadAsync(tenant, cancellation)).Position;
        var first = await EndAsync("from", from, 1, static time => time.AddTicks(-TimeSpan.TicksPerMicrosecond), 1);
        var last = await EndAsync("to", to, head, static time => time, 0);
        if (parameters.Refusal is null && first > last && !(from is null && head == 0))
        {
            parameters.Refuse("from", from is null || to is null ? $"The log has no event there; it ends at {head}." : $"It lies behind to: {first} and {last}.");
        }

        return (Math.Max(first, 1), Math.Min(last, head), parameters.Refusal);

        async Task<long> EndAsync(string field, string? text, long missing, Func<DateTimeOffset, DateTimeOffset> before, long more) =>
            string.IsNullOrEmpty(text) ? missing
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
            : await database.Log.PositionAtAsync(tenant, before(parameters.Time(field, text, DateTimeOffset.UnixEpoch)), cancellation) + more;
    }

    private async Task<(long, Problem?)> ReachedAsync(string tenant, long position, IReadOnlyList<string> alongside, CancellationToken cancellation)
    {
        foreach (var model in alongside.Prepend(ProjectionNames.AlertList))
        {
            if (!await models.WaitForAsync(tenant, model, position, options.LongestWait, cancellation))
            {
                return (0, new Problem(ProblemKinds.PositionNotReached, $"Position {position} stands in the log; the read model '{model}' has not come to it yet. Ask again.")
                {
                    Position = await models.PositionAsync(tenant, model, cancellation),
                    RetryAfter = TimeSpan.FromSeconds(1),
                });
            }
        }

        return (position, null);
    }

    private static Problem InTheFuture(string field, string why) => new(ProblemKinds.MomentInTheFuture, $"{field} lies in the future. {why}")
    {
        Errors = [new FieldProblem(field, $"It lies in the future. {why}", "Name a moment that has passed, or leave it out to see the present.")],
    };

    private async Task<Problem> TooEarlyAsync(string tenant, string field, LogHead head, CancellationToken cancellation)
    {
        var first = head.Position == 0 ? null : (await database.Log.ReadLogAsync(tenant, 0, 1, null, cancellation))[0];
        var why = first is null ? "Nothing is recorded yet." : $"The first event, position 1, is of {Rfc3339.Of(first.Timestamp)}.";
        return new Problem(ProblemKinds.MomentBeforeTheRecord, $"{field} lies before the first event. {why}")
        {
            Errors = [new FieldProblem(field, $"It lies before the first event. {why}", "Name position 1 or later.")],
        };
    }
}
