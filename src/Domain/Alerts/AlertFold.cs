using System.Collections.Immutable;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>What each event does to the state of an alert.</summary>
internal static class AlertFold
{
    internal static AlertState? Apply(AlertState? state, LedgerEvent e, Guid id, long version, DateTimeOffset timestamp)
    {
        if (e is not AlertEvent)
        {
            return state;
        }

        if (state is null)
        {
            return e is AlertIngested first ? Begin(first, id, version, timestamp) : null;
        }

        var next = e switch
        {
            AlertRevised revised => Revise(state, revised),
            AlertRedirected redirected => Redirect(state, redirected),
            AlertEvidenceKept kept => state with
            {
                Evidence = (state.Evidence ?? ImmutableSortedDictionary.Create<string, VaultReference>(StringComparer.Ordinal)).SetItem(kept.Evidence, kept.Document),
                EvidenceMissed = state.EvidenceMissed?.Remove(Stem(kept.Evidence)) is { IsEmpty: false } missed ? missed : null,
                Commitments = state.Commitments.Add(kept.Document.Commitment),
            },
            AlertEvidenceMissed missed => state with
            {
                EvidenceMissed = (state.EvidenceMissed ?? ImmutableSortedDictionary.Create<string, MissedEvidence>(StringComparer.Ordinal))
                    .SetItem(missed.Evidence, new MissedEvidence(missed.Code, missed.Reason, version)),
            },
            AlertExcluded excluded => state with
            {
                Decision = new Excluded(excluded.Rule, excluded.Field, excluded.Value, excluded.Reason),
                DecidedRevision = excluded.Revision,
            },
            AlertAdmitted admitted => state with { Decision = Included.Instance, DecidedRevision = admitted.Revision },
            InvestigationStatusChanged changed => Begun(state, timestamp, work => work with
            {
                Status = changed.To,
                Conclusion = changed.Conclusion,
                ClosedAt = changed.To == InvestigationStatus.Closed ? timestamp : null,
            }),
            InvestigationAssigned assigned => Begun(state, timestamp, work => work with { Assignee = assigned.Assignee }),
            InvestigationNoteAdded => Begun(state, timestamp, work => work with { Notes = work.Notes + 1 }),
            TicketSyncRequested wish => state with
            {
                Tickets = state.Tickets.Add(new TicketIntent(id, wish.Ticket, wish.Wanted, TicketIntentState.Waiting, Application: wish.Application)),
            },
            TicketStatusSynced synced => Written(End(state, synced.Intent, StateOf(synced.Result), null), synced),
            TicketSyncFailed failed => Tried(End(state, failed.Intent, TicketIntentState.Failed, failed.ErrorCode), failed),
            PayloadErased erased => Erase(state, erased),
            _ => state,
        };
        return next with { StreamVersion = version, ChangedAt = timestamp };
    }

    private static AlertState Begin(AlertIngested first, Guid id, long version, DateTimeOffset timestamp) => new()
    {
        Id = id,
        Connector = first.Connector,
        Kind = first.Kind,
        SourceId = first.SourceId,
        Facts = first.Facts,
        Version = first.Version,
        KnownVersions = ImmutableSortedSet.Create(StringComparer.Ordinal, first.Version.Key),
        Mapper = first.Mapper,
        Origin = first.Origin,
        Warnings = first.Warnings,
        Payload = first.Payload,
        Entities = first.Entities,
        Commitments = [.. Kept(first.Payload, first.Entities)],
        IngestedAt = timestamp,
        ChangedAt = timestamp,
        StreamVersion = version,
    };

    private static AlertState Revise(AlertState state, AlertRevised revised)
    {
        var known = state with
        {
            KnownVersions = state.KnownVersions.Add(revised.Version.Key),
            Commitments = state.Commitments.AddRange(Kept(revised.Payload, revised.Entities)),
            RedirectedBy = RepeatsRedirect(state, revised) ? revised.Version : state.RedirectedBy,
        };
        return BecomesCurrent(state, revised.Version, revised.Cause)
            ? known with
            {
                Version = revised.Version,
                Facts = revised.Facts,
                Mapper = revised.Mapper,
                Warnings = revised.Warnings,
                Payload = revised.Payload,
                Entities = revised.Entities,
            }
            : known;
    }

    /// <summary>Whether a version replaces the current one: never an older one, and a corrected reading only of the current version itself.</summary>
    internal static bool BecomesCurrent(AlertState state, SourceVersion version, RevisionCause cause) => BecomesCurrent(state.Version, version, cause);

    /// <summary>As the other form, over the current version alone.</summary>
    internal static bool BecomesCurrent(SourceVersion current, SourceVersion version, RevisionCause cause) =>
        cause == RevisionCause.Mapping ? version.Key == current.Key : SourceOrder.Compare(version, current) >= 0;

    /// <summary>Whether a version's word on where the item was folded into counts: the newest version that says so does.</summary>
    internal static bool RedirectCounts(AlertState state, SourceVersion version) =>
        state.RedirectedBy is null || SourceOrder.Compare(version, state.RedirectedBy) >= 0;

    // A newer version that says the same is no event of its own, yet an older one that arrives later must not overrule it.
    private static bool RepeatsRedirect(AlertState state, AlertRevised revised) =>
        revised.Facts.RedirectedTo is { } into && into == state.RedirectedTo && RedirectCounts(state, revised.Version);

    private static AlertState Redirect(AlertState state, AlertRedirected redirected) => RedirectCounts(state, redirected.Version)
        ? state with { RedirectedTo = redirected.IntoSourceId, RedirectedBy = redirected.Version }
        : state;

    private static AlertState Begun(AlertState state, DateTimeOffset timestamp, Func<InvestigationState, InvestigationState> change) =>
        state with { Investigation = change(state.Investigation with { BegunAt = state.Investigation.BegunAt ?? timestamp }) };

    private static AlertState End(AlertState state, Guid intent, TicketIntentState how, string? errorCode)
    {
        var at = state.Tickets.FindIndex(t => t.Intent == intent);
        return at < 0 ? state : state with { Tickets = state.Tickets.SetItem(at, state.Tickets[at] with { State = how, ErrorCode = errorCode }) };
    }

    /// <summary>
    /// What may come back to us. After a crash nobody can tell whether an intent that found all as wished had written it before: then only the
    /// name of our application will tell, and not the time. So it is with one that was superseded when it may have been written: it wrote what it wanted.
    /// </summary>
    private static AlertState Written(AlertState state, TicketStatusSynced synced)
    {
        var left = synced.Result == TicketSyncResult.Superseded ? state.Tickets.Find(t => t.Intent == synced.Intent)?.Wanted : synced.After;
        if (left is not { } after
            || !string.Equals((synced.FollowedTo ?? synced.Ticket).Incident, state.SourceId, StringComparison.OrdinalIgnoreCase))
        {
            return state;
        }

        var at = synced.Result == TicketSyncResult.Written && SourceTime.TryParse(synced.ModifiedAt, out var time) ? time.UtcTicks : (long?)null;
        return at is null && synced.Application is null
            ? state
            : state with { OwnWrites = (state.OwnWrites ?? []).Add(new OwnWrite(after, at, synced.Application)) };
    }

    /// <summary>A write that was tried before the intent failed may have been done: only the name that the intent carries will tell.</summary>
    private static AlertState Tried(AlertState state, TicketSyncFailed failed) =>
        failed.Attempts > 0 && state.Tickets.Find(t => t.Intent == failed.Intent) is { Application: { } name } intent
        && string.Equals(failed.Ticket.Incident, state.SourceId, StringComparison.OrdinalIgnoreCase)
            ? state with { OwnWrites = (state.OwnWrites ?? []).Add(new OwnWrite(intent.Wanted, null, name)) }
            : state;

    private static TicketIntentState StateOf(TicketSyncResult result) => result switch
    {
        TicketSyncResult.Written => TicketIntentState.Written,
        TicketSyncResult.AlreadyInSync => TicketIntentState.AlreadyInSync,
        _ => TicketIntentState.Superseded,
    };

    private static AlertState Erase(AlertState state, PayloadErased erased)
    {
        var gone = erased.Commitments.ToHashSet(StringComparer.Ordinal);
        return state with
        {
            Erased = true,
            Payload = Unless(state.Payload, gone),
            Entities = Unless(state.Entities, gone),
            Evidence = state.Evidence?.RemoveRange(state.Evidence.Where(kept => gone.Contains(kept.Value.Commitment)).Select(kept => kept.Key)) is { IsEmpty: false } left
                ? left
                : null,
            Commitments = state.Commitments.RemoveAll(gone.Contains),
        };
    }

    /// <summary>What was looked for: a mail may be kept as several documents, told apart by their extensions.</summary>
    private static string Stem(string evidence) => evidence.LastIndexOf('.') is var dot && dot > evidence.LastIndexOf('/') ? evidence[..dot] : evidence;

    private static VaultReference? Unless(VaultReference? reference, HashSet<string> gone) =>
        reference is not null && gone.Contains(reference.Commitment) ? null : reference;

    private static IEnumerable<string> Kept(VaultReference? payload, VaultReference? entities) =>
        new[] { payload, entities }.OfType<VaultReference>().Select(r => r.Commitment);
}
