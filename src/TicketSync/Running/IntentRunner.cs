using System.Diagnostics;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// Takes one intent a step further: read, decide, act, record. All decisions are <see cref="TicketDecider"/>'s; this is the edge where they meet
/// the network and the log.
/// </summary>
internal sealed class IntentRunner(
    TicketLog log, TicketBook book, ConnectorBook connectors, TicketDesk desk, ReadAhead ahead, IntentRecorder recorder, TicketSyncOptions options)
{
    private const int MostSweepWrites = 3;
    private static readonly TimeSpan PauseWhileDisabled = TimeSpan.FromSeconds(30);

    /// <summary>What an intent has been through in this process.</summary>
    internal sealed class Course
    {
        private readonly long began = Stopwatch.GetTimestamp();

        public TimeSpan Took => Stopwatch.GetElapsedTime(began);

        public int Writes { get; set; }

        public int Conflicts { get; set; }

        public int Unreadable { get; set; }

        public int Waits { get; set; }

        /// <summary>What the ticket was when a write was sent that may have been done; null while there is none.</summary>
        public IncidentReading.Found? SentOn { get; set; }

        /// <summary>The use of the conflict policy behind the write that was sent last: also told when its answer is lost.</summary>
        public TicketConflict? Conflict { get; set; }

        public InvestigationHistory? History { get; set; }

        /// <summary>The intent that was recorded with the end of this one, to begin with now.</summary>
        public OpenIntent? ReplacedBy { get; set; }
    }

    /// <summary>One step.</summary>
    /// <returns>How long to wait before the next one; null when the intent has its outcome.</returns>
    public async Task<TimeSpan?> StepAsync(OpenIntent intent, Course course, bool overtaken, CancellationToken cancellation)
    {
        var target = book.Resolve(intent.Request.Ticket);
        if (!overtaken && connectors.Find(target.Connector) is { Enabled: false, Removed: false })
        {
            return PauseWhileDisabled;
        }

        var (reading, way) = await ReadAsync(intent, target, overtaken, course, cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.AfterRead);
        course.Unreadable += reading is IncidentReading.Failed { Problem.IsUnreadable: true } ? 1 : 0;
        var decision = await DecideAsync(intent, target, reading, course, overtaken, cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.AfterDecision);
        var found = reading as IncidentReading.Found;
        switch (decision)
        {
            case TicketDecision.Write write:
                return await WriteAsync(intent, target, course, way!, found!, write, cancellation).ConfigureAwait(false);
            case TicketDecision.Wait wait:
                course.Waits++;
                return options.WaitAfter(course.Waits, wait.RetryAfter, Random.Shared.NextDouble());
            case TicketDecision.TheirsStays theirs:
                return await AdoptAsync(intent, target, course, found!, theirs.Conflict, cancellation).ConfigureAwait(false);
            case TicketDecision.Replace:
                return await ReplaceAsync(intent, target, course, way!, found!, cancellation).ConfigureAwait(false);
            case TicketDecision.Fail fail:
                await EndAsync(intent, course, TicketOutcomes.Failed(intent, course.Writes, found, fail), cancellation).ConfigureAwait(false);
                return null;
            case TicketDecision.Superseded:
                await EndAsync(intent, course, TicketOutcomes.Synced(intent, target, TicketSyncResult.Superseded, course.Writes, null, null), cancellation).ConfigureAwait(false);
                return null;
            case TicketDecision.Nothing nothing:
                var result = nothing.ByUs ? TicketSyncResult.Written : TicketSyncResult.AlreadyInSync;
                var settled = TicketOutcomes.Synced(intent, target, result, course.Writes, nothing.ByUs ? course.SentOn : found, found);
                var ours = await way!.ApplicationAsync(cancellation).ConfigureAwait(false);
                await EndAsync(
                    intent, course, settled with { Application = ours, Conflict = nothing.ByUs ? course.Conflict : null }, cancellation).ConfigureAwait(false);
                return null;
            default:
                throw new InvalidOperationException("A decision is one of seven.");
        }
    }

    private async Task<(IncidentReading Reading, TicketDesk.Way? Way)> ReadAsync(
        OpenIntent intent, TicketReference target, bool overtaken, Course course, CancellationToken cancellation)
    {
        var early = ahead.TryTake(intent.Id, out var begun);
        if (overtaken || (Barred(target) is not null && course.SentOn is null))
        {
            // Nothing that could be read would change what is decided.
            return (new IncidentReading.Failed(TicketProblem.NoIncident), null);
        }

        if (early)
        {
            return await begun!.ConfigureAwait(false);
        }

        var (way, problem) = await desk.OpenAsync(target, cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.BeforeRead);
        return way is null
            ? (new IncidentReading.Failed(problem!), null)
            : (await way.ReadAsync(cancellation).ConfigureAwait(false), way);
    }

    private async Task<TicketDecision> DecideAsync(
        OpenIntent intent, TicketReference target, IncidentReading reading, Course course, bool overtaken, CancellationToken cancellation)
    {
        var pair = book.Pair(intent.Request.Ticket);
        var settings = connectors.WritesBack(target.Connector);
        var facts = new TicketCase
        {
            Wanted = intent.Request.Wanted,
            Expected = pair?.ExpectedBy(intent) ?? [],
            Policy = settings?.TicketSync.ConflictPolicy ?? ConflictPolicy.PersonWins,
            Overtaken = overtaken,
            Barred = Barred(target),
            FoldedIntoAnother = target != intent.Request.Ticket && book.Pair(target) is not null,
            SentOn = course.SentOn?.Etag,
            Inherited = intent.Inherited,
            KnownModifiedTime = SourceTime.TryParse(intent.Request.KnownModifiedAt, out var known) ? known : null,
            Conflicts = course.Conflicts,
            Unreadable = course.Unreadable,
            GoesBackAndForth = intent.Request.Cause == TicketSyncCause.Sweep && pair?.SweepWrites >= MostSweepWrites,
        };
        var decision = TicketDecider.Decide(reading, facts);
        if (decision is not (TicketDecision.TheirsStays or TicketDecision.Replace or TicketDecision.Write { Conflict: not null }))
        {
            return decision;
        }

        // Only when others changed the ticket it is asked who changed the investigation, and when; the common way never reads the stream.
        FailPoint.Reach(TicketStep.BeforeHistory);
        course.History = await log.HistoryAsync(intent.Stream, intent, cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.AfterHistory);
        return TicketDecider.Decide(reading, facts with
        {
            PersonAt = course.History.PersonAt, Overtaken = course.History.Overtaken, Conflicts = course.Conflicts + course.History.Replaced,
        });
    }

    private async Task<TimeSpan?> WriteAsync(
        OpenIntent intent, TicketReference target, Course course, TicketDesk.Way way, IncidentReading.Found found, TicketDecision.Write write, CancellationToken cancellation)
    {
        if (OwnedFields.Merge(found.Record, write.Fields) is not { } record)
        {
            course.Unreadable++;
            return options.WaitAfter(course.Unreadable, null, Random.Shared.NextDouble());
        }

        FailPoint.Reach(TicketStep.AfterMerge);
        course.Writes++;
        course.Conflict = write.Conflict ?? (course.SentOn is null ? null : course.Conflict);

        // Until an answer says that it was not done it may have been: also when this process fails to record what it was told.
        var doubted = course.SentOn;
        course.SentOn ??= found;
        var answer = await way.WriteAsync(record, cancellation).ConfigureAwait(false);
        switch (answer)
        {
            case IncidentReading.Failed { Problem.IsConflict: true }:
                FailPoint.Reach(TicketStep.AfterConflict);
                course.SentOn = doubted;
                course.Conflicts++;
                return options.ConflictWait * Math.Pow(2, course.Conflicts - 1) * (0.5 + (Random.Shared.NextDouble() / 2));
            case IncidentReading.Failed { Problem.MayHaveBeenDone: true } lost:
                FailPoint.Reach(TicketStep.InDoubt);
                course.Unreadable += lost.Problem.IsUnreadable ? 1 : 0;
                course.Waits++;
                return lost.Problem.RetryAfter is null && course.Waits == 1
                    ? options.ConflictWait
                    : options.WaitAfter(course.Waits, lost.Problem.RetryAfter, Random.Shared.NextDouble());
            case IncidentReading.Failed { Problem.Passes: true } later:
                course.SentOn = doubted;
                course.Waits++;
                return options.WaitAfter(course.Waits, later.Problem.RetryAfter, Random.Shared.NextDouble());
            case IncidentReading.Failed refused:
                await EndAsync(intent, course, TicketOutcomes.Failed(intent, course.Writes, found, new(refused.Problem, write.Conflict)), cancellation).ConfigureAwait(false);
                return null;
        }

        return await ReadBackAsync(intent, target, course, way, (IncidentReading.Found)answer, write, cancellation).ConfigureAwait(false);
    }

    private async Task<TimeSpan?> ReadBackAsync(
        OpenIntent intent, TicketReference target, Course course, TicketDesk.Way way, IncidentReading.Found written, TicketDecision.Write write, CancellationToken cancellation)
    {
        FailPoint.Reach(TicketStep.BeforeReadBack);
        var readBack = await way.ReadAsync(cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.AfterReadBack);
        if (readBack is IncidentReading.Found now && now.Etag == course.SentOn!.Etag)
        {
            // Accepted and not kept, or not yet: as good as no answer.
            course.Conflicts++;
            return options.ConflictWait * Math.Pow(2, course.Conflicts - 1);
        }

        var comment = connectors.WritesBack(target.Connector)?.TicketSync.Comment == true ? EventIds.Comment(intent.Id) : (Guid?)null;
        var left = comment is { } id && await way.CommentAsync(id, TicketOutcomes.Comment(intent), cancellation).ConfigureAwait(false);
        var outcome = TicketOutcomes.Synced(intent, target, TicketSyncResult.Written, course.Writes, course.SentOn, written) with
        {
            Application = await way.ApplicationAsync(cancellation).ConfigureAwait(false),
            Conflict = write.Conflict,
            Comment = left ? comment : null,
        };
        await EndAsync(intent, course, outcome, cancellation).ConfigureAwait(false);
        return null;
    }

    private async Task<TimeSpan?> AdoptAsync(
        OpenIntent intent, TicketReference target, Course course, IncidentReading.Found found, TicketConflict conflict, CancellationToken cancellation)
    {
        var history = course.History!;
        var mapping = TicketMapping.Of(((SentinelSettings)connectors.Find(target.Connector)!.Settings).TicketSync);
        var adopted = InvestigationDecider.Adopt(
            history.Now, mapping.StandingOf(found.Fields, history.Now), $"{conflict.Because} (incident {target.Incident})", history.Tickets);
        var change = adopted is InvestigationOutcome.Accepted { Events: [InvestigationStatusChanged changed] } ? changed : null;
        var outcome = TicketOutcomes.Synced(intent, target, TicketSyncResult.Superseded, course.Writes, found, found) with { Conflict = conflict };
        FailPoint.Reach(TicketStep.BeforeAdoption);
        var at = await log.EndAsync(intent, history.Version, change, outcome, null, cancellation).ConfigureAwait(false);
        Ended(intent, course, outcome, at ?? 0);
        return at is null ? TimeSpan.Zero : null;
    }

    private async Task<TimeSpan?> ReplaceAsync(
        OpenIntent intent, TicketReference target, Course course, TicketDesk.Way way, IncidentReading.Found found, CancellationToken cancellation)
    {
        var outcome = TicketOutcomes.Synced(intent, target, TicketSyncResult.Superseded, course.Writes, found, null) with
        {
            Application = await way.ApplicationAsync(cancellation).ConfigureAwait(false),
        };
        var (at, anew) = await recorder
            .ReplaceAsync(intent, course.History!.Version, outcome, TicketOutcomes.Anew(intent, found, outcome.Application), cancellation).ConfigureAwait(false);
        Ended(intent, course, outcome, at ?? 0);
        course.ReplacedBy = anew;
        return at is null ? TimeSpan.Zero : null;
    }

    private async Task EndAsync(OpenIntent intent, Course course, AlertEvent outcome, CancellationToken cancellation) =>
        Ended(intent, course, outcome, await log.EndAsync(intent, null, null, outcome, null, cancellation).ConfigureAwait(false) ?? 0);

    private void Ended(OpenIntent intent, Course course, AlertEvent outcome, long at)
    {
        if (at > 0)
        {
            book.Recorded(intent, outcome, at);
            var result = outcome is TicketStatusSynced synced ? synced.Result.ToString() : "Failed";
            TicketMetrics.Ended(result, intent.Request.Ticket.Connector, course.Took);
        }
    }

    private TicketProblem? Barred(TicketReference target) => connectors.Find(target.Connector) switch
    {
        { Removed: true } => new TicketProblem("connector-removed", "The connector was removed: nothing is written to its incidents any more.", Passes: false),
        { Settings: SentinelSettings { TicketSync.UpdateStatusOnInvestigationChange: false } } => new TicketProblem(
            "option-off", "Update status on investigation change was turned off: nothing, if that is meant; else turn it on and retry.", Passes: false),
        _ => null,
    };
}
