using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>On which alert a command acts, and on which alert it really did.</summary>
/// <param name="Ran">What it came to.</param>
/// <param name="Alert">The alert that was acted on; the one asked for when nothing was.</param>
/// <param name="StreamVersion">Its stream's version before the command.</param>
public sealed record Acted(Ran Ran, Guid Alert, long StreamVersion);

/// <summary>
/// Work on investigations. The domain decides; this finds out on which alert: acting on a merged alert acts on the one that stands for it. Its
/// group, and with it the tickets, come from the read model at the position where it has seen both.
/// </summary>
public sealed class InvestigationCommands(
    CommandRunner runner, AlertStreams streams, AlertDetailQueries details, ReadModels models, LedgerHostOptions options)
{
    /// <summary>Runs one command.</summary>
    /// <param name="caller">Who works.</param>
    /// <param name="headers">Key and version; the version is that of the alert asked for.</param>
    /// <param name="id">The alert asked for.</param>
    /// <param name="decide">The domain's decision on the alert that is acted on, with the tickets of its group.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Acted> RunAsync(
        Caller caller,
        CommandHeaders headers,
        Guid id,
        Func<AlertState, IReadOnlyList<TicketReference>, InvestigationOutcome> decide,
        CancellationToken cancellation)
    {
        var acted = (Alert: id, Version: 0L);
        var ran = await runner.RunAsync(
            caller,
            headers,
            async _ =>
            {
                if (await streams.FindAsync(caller.Tenant, id, cancellation) is not { } asked)
                {
                    return new Decided.Refused(Problem.NotFound("alert", id.ToString()));
                }

                if (IfMatch.Refusal(headers, asked.State.StreamVersion) is { } stale)
                {
                    return new Decided.Refused(stale);
                }

                if (await DetailAsync(caller.Tenant, asked, cancellation) is not { } detail)
                {
                    return new Decided.Refused(NotYet());
                }

                var target = detail.Row.MergedInto is { } leader && leader != id
                    ? await streams.FindAsync(caller.Tenant, leader, cancellation) ?? asked
                    : asked;
                acted = (target.State.Id, target.State.StreamVersion);

                // An incident that was folded into another one is no ticket any more: that one is.
                if (target != asked && (detail = await DetailAsync(caller.Tenant, target, cancellation)) is null)
                {
                    return new Decided.Refused(NotYet());
                }

                return Read(decide(target.State, detail.Tickets), target) switch
                {
                    Decided.Events events when target != asked => events with { Checks = [new VersionCheck(asked.Stream, asked.State.StreamVersion)] },
                    var decided => decided,
                };
            },
            cancellation);
        return new Acted(ran, await ActedOnAsync(ran, caller, id, acted.Alert, cancellation), acted.Version);
    }

    // A repeated command decides nothing again; where it acted then is where the alert's group leads to now, or itself.
    private async Task<Guid> ActedOnAsync(Ran ran, Caller caller, Guid id, Guid acted, CancellationToken cancellation) =>
        ran is Ran.Done { Repeated: true } && acted == id
            ? (await details.FindAsync(caller.Tenant, id, cancellation))?.Row.MergedInto ?? id
            : acted;

    private async Task<AlertDetail?> DetailAsync(string tenant, AlertRecord asked, CancellationToken cancellation)
    {
        var seen = asked.Events[^1].Stored.Position;
        foreach (var projection in (string[])[ProjectionNames.AlertList, ProjectionNames.AlertDetail])
        {
            if (!await models.WaitForAsync(tenant, projection, seen, options.LongestWait, cancellation))
            {
                return null;
            }
        }

        return await details.FindAsync(tenant, asked.State.Id, cancellation);
    }

    private static Decided Read(InvestigationOutcome outcome, AlertRecord target) => outcome switch
    {
        InvestigationOutcome.Accepted accepted => new Decided.Events(target.Stream, "alert", target.State.StreamVersion, accepted.Events),
        InvestigationOutcome.NothingToDo => new Decided.Nothing(),
        InvestigationOutcome.Rejected rejected => new Decided.Refused(new Problem(ProblemKinds.Rejected, rejected.Message) { Reason = rejected.Code }),
        _ => throw new InvalidOperationException("An outcome is one of three."),
    };

    private static Problem NotYet() => new(ProblemKinds.PositionNotReached, "The group of the alert is not known yet; nothing was written.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
