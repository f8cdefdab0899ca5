using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Arm;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>Holds the record against what the simulator saw: neither is asked what the product thinks of itself.</summary>
internal static class TicketJudge
{
    private const int MostNamed = 5;
    private static readonly TicketMapping Mapping = TicketMapping.Of(new TicketSyncSettings());

    /// <summary>Says what holds and what does not.</summary>
    public static void Judge(
        Report report, SimulatedCloud cloud, SoakedIncidents incidents, RecordedTickets record, HashSet<string> deleted,
        Dictionary<string, string> folded, int accepted, int changes)
    {
        var outcomes = record.Intents.Values.SelectMany(static i => i.Outcomes).ToList();
        int Ended(TicketSyncResult result) => outcomes.OfType<TicketStatusSynced>().Count(o => o.Result == result);
        var (written, inSync, superseded) = (Ended(TicketSyncResult.Written), Ended(TicketSyncResult.AlreadyInSync), Ended(TicketSyncResult.Superseded));
        var failed = outcomes.OfType<TicketSyncFailed>().Count();
        var writes = cloud.AcceptedWrites.ToLookup(static w => w.Incident, StringComparer.Ordinal);
        report.Say($"{record.Intents.Count} intents = {written} written + {inSync} already in sync + {superseded} superseded + {failed} failed + {record.Waiting} waiting");
        Holds(report, "status changes in the record, less those that were accepted", [.. Enumerable.Repeat("a change", Math.Abs(record.Changes.Count - accepted))]);
        Holds(report, "status changes that were never accepted", [.. Enumerable.Repeat("a change", changes - accepted)]);
        Holds(report, "changes without their intent", [.. Enumerable.Repeat("a change", record.Unwished)]);
        Holds(report, "intents without exactly one outcome", [.. record.Intents.Values.Where(static i => i.Outcomes.Count != 1).Select(i => $"{i.Id} has {i.Outcomes.Count}")]);
        Holds(report, "outcomes of no intent", [.. record.Strays.Select(static s => s.ToString())]);
        Holds(report, "intents beyond the balance", [.. Enumerable.Repeat("an intent", Math.Abs(record.Intents.Count - written - inSync - superseded - failed - record.Waiting))]);
        Holds(report, "incidents whose two sides differ", [.. Apart(cloud, record, deleted, folded).Select(n =>
            $"{n} is {FieldsOf(cloud.IncidentVersions(n)[^1])}, its investigation {record.Standings[n]}{Environment.NewLine}{TicketTimeline.Of(cloud, record, n)}")]);
        Holds(report, "conflicts settled against the policy", [.. Unfair(cloud, record)]);
        Holds(report, "writes over another's status without a word of it", [.. Silent(cloud, record, deleted)]);
        Holds(report, "effective writes beyond one an intent", [.. Twice(cloud, writes, record, folded)]);
        Holds(report, "writes that changed a field of others", [.. cloud.AcceptedWrites.Where(static w => w.OthersChanged).Select(static w => w.Incident)]);
        Holds(report, "incidents with another field than at the start", [.. incidents.Names.Where(n => !deleted.Contains(n) && !incidents.IsUntouched(n))]);
        Holds(report, "deleted incidents that were made anew", [.. deleted.Where(n => cloud.ShowIncident(n) is not null)]);
        Holds(report, "our own writes taken for another's", [.. Unheard(cloud, record, folded)]);
        report.Give(new Figure("soak.tickets: intents", "intents", record.Intents.Count));
        report.Give(new Figure("soak.tickets: effective writes", "writes", writes.Sum(static w => w.Count(static one => one.Changed))));
        report.Give(new Figure("soak.tickets: uses of the conflict policy", "outcomes", outcomes.Count(static o => ConflictOf(o) is not null)));
        report.Give(new Figure("soak.tickets: incidents folded into another one", "incidents", folded.Count));
        report.Give(new Figure("soak.tickets: write-backs that followed them", "outcomes", outcomes.OfType<TicketStatusSynced>().Count(static o => o.FollowedTo is not null)));
        report.Give(new Figure("soak.tickets: intents that another replaced", "intents", record.Intents.Values.Count(static i => i.Request is { Replaces: not null, Cause: not TicketSyncCause.Retry })));
        report.Give(new Figure("soak.tickets: echoes recognised", "events", record.Revisions.Count(static r => r.Event.Cause == RevisionCause.Echo)));
    }

    /// <summary>The incidents that stand otherwise than their investigations; one that was folded into another is stood for by that one.</summary>
    public static IEnumerable<string> Apart(SimulatedCloud cloud, RecordedTickets record, HashSet<string> deleted, Dictionary<string, string> folded) =>
        from intent in record.Intents.Values
        group intent by intent.Request.Ticket.Incident into pair
        where !deleted.Contains(pair.Key) && !folded.ContainsKey(pair.Key)
        let theirs = FieldsOf(cloud.IncidentVersions(pair.Key)[^1])
        let ours = record.Standings[pair.Key]
        where Mapping.StandingOf(theirs, ours) != ours
        select pair.Key;

    private static IEnumerable<string> Unfair(SimulatedCloud cloud, RecordedTickets record) =>
        from intent in record.Intents.Values
        from outcome in intent.Outcomes
        let conflict = ConflictOf(outcome)
        where conflict is not null
        where conflict.Policy switch
        {
            ConflictPolicy.Ours => conflict.Winner != ConflictPolicy.Ours,
            ConflictPolicy.Theirs => conflict.Winner != ConflictPolicy.Theirs,
            _ => intent.Request.Cause == TicketSyncCause.StatusChanged && outcome is TicketStatusSynced { FollowedTo: null } synced && LaterActWon(cloud, record, intent, synced) == false,
        }
        select $"{intent.Id}: {conflict}{Environment.NewLine}{TicketTimeline.Of(cloud, record, intent.Request.Ticket.Incident)}";

    /// <summary>Whether the later act won: the person's in the ledger, or the change that the incident had then. Null when that incident is gone.</summary>
    private static bool? LaterActWon(SimulatedCloud cloud, RecordedTickets record, RecordedIntent intent, TicketStatusSynced outcome)
    {
        var versions = cloud.IncidentVersions(intent.Request.Ticket.Incident).ToList();
        var at = versions.FindIndex(v => WireTime(v.At) == outcome.ModifiedAt);
        var theirs = outcome.Conflict!.Winner == ConflictPolicy.Theirs ? at : at - 1;
        if (theirs < 0)
        {
            return null;
        }

        // A person may have moved it by the alert that its own was merged into.
        var moves = record.MovedAt[intent.Request.Ticket.Incident].TakeWhile(m => m.Key < intent.Position).Select(static m => m.Value).ToList();
        return moves.Count == 0 ? null : versions[theirs].At <= moves[^1] == (outcome.Conflict.Winner == ConflictPolicy.Ours);
    }

    /// <summary>
    /// Each effective write stands for an intent of its incident, or of one that was folded into it, in the order of the intents of each, and no two
    /// for the same.
    /// </summary>
    private static IEnumerable<string> Twice(
        SimulatedCloud cloud, ILookup<string, AcceptedWrite> writes, RecordedTickets record, Dictionary<string, string> folded)
    {
        var intents = record.Intents.Values.OrderBy(static i => i.Position).ToLookup(static i => i.Request.Ticket.Incident, StringComparer.Ordinal);
        foreach (var incident in writes)
        {
            IEnumerable<string> names = [incident.Key, .. folded.Where(f => f.Value == incident.Key).Select(static f => f.Key)];
            var left = names.Select(n => new Queue<RecordedIntent>(intents[n].Where(i => n == incident.Key || MayFollow(i, incident.Key)))).ToList();
            foreach (var write in incident.Where(static w => w.Changed))
            {
                if (!left.Exists(queue => Takes(queue, write)))
                {
                    yield return $"{incident.Key}: {write.Version.Status} at {write.At:O} belongs to no intent that is left{Environment.NewLine}{TicketTimeline.Of(cloud, record, incident.Key)}";
                }
            }
        }
    }

    private static bool MayFollow(RecordedIntent intent, string into) =>
        intent.Outcomes.Exists(o => o is TicketSyncFailed || (o is TicketStatusSynced synced && synced.FollowedTo?.Incident == into));

    /// <summary>Takes the first intent recorded by then that wished for what was written, and all before it; none when nobody did.</summary>
    private static bool Takes(Queue<RecordedIntent> intents, AcceptedWrite write)
    {
        var passed = 0;
        foreach (var intent in intents.TakeWhile(i => i.At <= write.At))
        {
            passed++;
            if (TicketRules.Fulfils(FieldsOf(write.Version), intent.Request.Wanted))
            {
                for (; passed > 0; passed--)
                {
                    intents.Dequeue();
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Where our write took the place of a status that another had set, the outcome says so, unless the ledger had seen that status before. An
    /// outcome that a killed process did not come to record can not.
    /// </summary>
    private static IEnumerable<string> Silent(SimulatedCloud cloud, RecordedTickets record, HashSet<string> deleted)
    {
        var told = record.Intents.Values.Where(static i => i.Outcomes.Count == 1).ToLookup(
            static i => (i.Request.Ticket.Incident, (i.Outcomes[0] as TicketStatusSynced)?.Etag is not null, (i.Outcomes[0] as TicketStatusSynced)?.ModifiedAt));
        foreach (var incident in record.Alerts.Keys.Where(n => !deleted.Contains(n)))
        {
            var versions = cloud.IncidentVersions(incident);
            for (var i = 2; i < versions.Count; i++)
            {
                var (before, foreign, ours) = (FieldsOf(versions[i - 2]), FieldsOf(versions[i - 1]), FieldsOf(versions[i]));
                if (versions[i].By == TicketFaults.OtherWriter || versions[i - 1].By != TicketFaults.OtherWriter
                    || TicketRules.Same(before, foreign) || TicketRules.Same(foreign, ours))
                {
                    continue;
                }

                foreach (var intent in told[(incident, true, WireTime(versions[i].At))].Where(t => ((TicketStatusSynced)t.Outcomes[0]).Result == TicketSyncResult.Written))
                {
                    if (ConflictOf(intent.Outcomes[0]) is null && (intent.Request.Known is not { } known || !TicketRules.Same(known, foreign)))
                    {
                        yield return $"{incident}: {intent.Id} wrote {ours.Status} over {foreign.Status}{Environment.NewLine}{TicketTimeline.Of(cloud, record, incident)}";
                    }
                }
            }
        }
    }

    /// <summary>Of an incident that another was folded into, a write of that one's intent has its outcome in another stream, and is told as the source's.</summary>
    private static IEnumerable<string> Unheard(SimulatedCloud cloud, RecordedTickets record, Dictionary<string, string> folded)
    {
        var ours = cloud.AcceptedWrites.Select(static w => w.By).FirstOrDefault();
        return record.Revisions.Where(r => r.Event.Facts.ModifiedBy == ours && r.Event.Cause != RevisionCause.Echo && !folded.ContainsValue(r.Incident))
            .Where(r => record.Intents.Values.Any(i => i.Request.Ticket.Incident == r.Incident && i.Outcomes.OfType<TicketStatusSynced>().Any(o =>
                o.After is { } after && TicketRules.Same(after, new TicketFields(r.Event.Facts.Status, r.Event.Facts.Classification, r.Event.Facts.Determination)))))
            .Select(r => $"{r.Incident} at {r.Event.Facts.ModifiedAt}{Environment.NewLine}{TicketTimeline.Of(cloud, record, r.Incident)}");
    }

    private static TicketConflict? ConflictOf(AlertEvent outcome) => (outcome as TicketStatusSynced)?.Conflict ?? (outcome as TicketSyncFailed)?.Conflict;

    private static TicketFields FieldsOf(IncidentVersion version) => new(version.Status, version.Classification, version.Reason, version.Comment);

    private static string WireTime(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void Holds(Report report, string name, IReadOnlyList<string> broken)
    {
        report.Give(new Figure($"soak.tickets: {name}", "found", broken.Count) { Bar = Bar.AtMost(0) });
        foreach (var one in broken.Take(MostNamed))
        {
            report.Broken($"{name}: {one}");
        }
    }
}
