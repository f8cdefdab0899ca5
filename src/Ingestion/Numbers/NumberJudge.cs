using System.Globalization;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// What newly recorded incidents say about missing ones. A hole is a gap once the incidents around it were recorded for as long as late records
/// may take; it is closed when the missing ones turn up. Pure.
/// </summary>
internal static class NumberJudge
{
    public const string Missing = "incident-number-missing";

    /// <summary>The cursor and the events of the connector that follow.</summary>
    public static (NumberCursor Cursor, IReadOnlyList<ConnectorEvent> Events) Judge(
        NumberCursor before, IEnumerable<NumberedIncident> incidents, Naming naming, string workspace, TimeSpan patience, DateTimeOffset now)
    {
        var cursor = before;
        foreach (var incident in incidents)
        {
            cursor = cursor with { Start = cursor.Start ?? incident.AskedFrom };
            cursor = incident.Created < cursor.Start
                ? cursor
                : cursor with { Seen = SeenNumbers.Add(cursor.Seen, incident.Number, incident.Created, incident.Seen) };
        }

        var events = new List<ConnectorEvent>();
        var holes = SeenNumbers.Holes(cursor.Seen);
        foreach (var reported in cursor.Reported)
        {
            cursor = Close(cursor, reported, [.. holes.Where(hole => Meets(hole, reported))], naming, events);
        }

        foreach (var hole in holes.Where(hole => now - hole.Since >= patience && !cursor.Reported.Any(reported => Meets(hole, reported))))
        {
            cursor = Report(cursor, hole, naming, workspace, events);
        }

        var settled = Instants.Cut(Instants.Back(now, patience));
        return (cursor with
        {
            PendingFrom = cursor.PendingFrom ?? cursor.Start,
            CoveredTo = cursor.Start is null ? null : Instants.Max(settled, cursor.PendingFrom ?? settled),
            LastAttemptAt = now,
            LastSuccessAt = now,
        }, events);
    }

    /// <summary>What of a reported hole is not missing any more is covered; the hole is forgotten once nothing of it is.</summary>
    private static NumberCursor Close(NumberCursor cursor, NumberHole reported, List<NumberHole> left, Naming naming, List<ConnectorEvent> events)
    {
        if (left is [var same] && same.First == reported.First && same.Last == reported.Last)
        {
            return cursor;
        }

        var from = reported.Window.From;
        foreach (var window in left.Select(hole => hole.Window).Append(new SourceWindow(reported.Window.To, reported.Window.To)).OrderBy(window => window.From))
        {
            cursor = Covered(cursor, from, Instants.Min(window.From, reported.Window.To), naming, events);
            from = Instants.Max(from, window.To);
        }

        return cursor with { Reported = [.. cursor.Reported.Where(other => other != reported), .. left.Select(hole => hole with { Since = reported.Since })] };
    }

    private static NumberCursor Report(NumberCursor cursor, NumberHole hole, Naming naming, string workspace, List<ConnectorEvent> events)
    {
        cursor = Covered(cursor, cursor.PendingFrom ?? cursor.Start ?? hole.Window.From, hole.Window.From, naming, events);
        events.Add(new CoverageGapFound
        {
            Connector = naming.Connector,
            Resource = naming.Resource,
            Window = hole.Window,
            Attempt = checked(cursor.Said + 1),
            ErrorCode = Missing,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"{hole.Text} of {workspace}: neither SecurityIncident nor the resource manager has told of it, though {hole.First - 1} and {hole.Last + 1} are recorded. It was deleted at the source, or has not arrived."),
        });
        return cursor with
        {
            Said = checked(cursor.Said + 1),
            Reported = [.. cursor.Reported, hole],
            PendingFrom = cursor.PendingFrom is { } from ? Instants.Max(from, hole.Window.To) : hole.Window.To,
        };
    }

    private static NumberCursor Covered(NumberCursor cursor, DateTimeOffset from, DateTimeOffset to, Naming naming, List<ConnectorEvent> events)
    {
        if (to <= from)
        {
            return cursor;
        }

        var said = checked(cursor.Said + 1);
        events.Add(new PendingCoverage(from, to, 1, said, WindowCounts.None, naming.FilterDigest, to).ToEvent(naming));
        return cursor with { Said = said };
    }

    private static bool Meets(NumberHole a, NumberHole b) => a.First <= b.Last && b.First <= a.Last;
}
