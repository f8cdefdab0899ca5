using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync.Tests.Deciding;

/// <summary>What can happen to a pair.</summary>
public enum Step
{
    OurChange,
    TheirChange,
    Reopen,
    Redirect,
    Echo,
}

/// <summary>An investigation and its ticket in memory, moved by the product's own decisions.</summary>
internal sealed class ModelPair(string policy)
{
    private static readonly TicketReference Ticket = new("sentinel", "law", "a");
    private static readonly DateTimeOffset Epoch = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private readonly TicketMapping mapping = TicketMapping.Of(new TicketSyncSettings());
    private readonly Queue<(OpenIntent Intent, DateTimeOffset? PersonAt)> waiting = new();
    private PairState pair = new() { Ticket = Ticket, Stream = "s" };
    private TicketFields remote = new("New");
    private DateTimeOffset remoteAt = Epoch;
    private TicketFields? facts = new("New");
    private DateTimeOffset factsAt = Epoch;
    private DateTimeOffset? lastPersonAt;
    private bool lastBySource;
    private int clock;
    private int ids;

    public Standing Ours { get; private set; } = new(InvestigationStatus.Queued, null);

    public List<string> Log { get; } = [];

    public int Intents { get; private set; }

    public int Outcomes { get; private set; }

    public int Writes { get; private set; }

    public bool Agrees => mapping.StandingOf(remote, Ours) == Ours;

    private DateTimeOffset Now => Epoch.AddMinutes(++clock);

    public void Take(Step step)
    {
        switch (step)
        {
            case Step.OurChange:
                Ours = Ours.Status == InvestigationStatus.InProgress
                    ? new Standing(InvestigationStatus.Closed, Conclusion.Malicious)
                    : new Standing(InvestigationStatus.InProgress, null);
                (lastPersonAt, lastBySource) = (Now, false);
                Request(TicketSyncCause.StatusChanged, PairState.NewestKnown(pair, facts, Text(factsAt)));
                break;
            case Step.TheirChange:
                Change(remote.Status == "Closed" ? new TicketFields("New") : new TicketFields("Closed", "FalsePositive", "InaccurateData"));
                break;
            case Step.Reopen:
                Change(new TicketFields("Active"));
                break;
            case Step.Redirect:
                // The writes lead to the other record from now on, which has a state of its own.
                Change(new TicketFields("New"));
                break;
            case Step.Echo:
                (facts, factsAt) = (remote, remoteAt);
                break;
        }
    }

    /// <summary>Works on everything that waits, in order.</summary>
    public void Work()
    {
        while (waiting.TryDequeue(out var next))
        {
            var (intent, personAt) = next;
            var decision = TicketDecider.Decide(
                new IncidentReading.Found(remote, "1", Text(remoteAt), false, default),
                new TicketCase
                {
                    Wanted = intent.Request.Wanted,
                    Expected = pair.ExpectedBy(intent),
                    Policy = policy,
                    PersonAt = personAt,
                    Overtaken = waiting.Count > 0,
                });
            Log.Add($"{intent.Request.Cause} {intent.Request.Wanted.Status}: {decision}");
            End(intent, decision);
        }
    }

    /// <summary>One sweep.</summary>
    /// <returns>Whether the pair was apart.</returns>
    public bool Sweep()
    {
        if (pair.Agreed is not { } agreed || pair.Failed
            || (TicketRules.Same(remote, agreed) && !(lastBySource && mapping.StandingOf(agreed, Ours) != Ours)))
        {
            return false;
        }

        Request(TicketSyncCause.Sweep, agreed);
        Work();
        return true;
    }

    private void Change(TicketFields to) => (remote, remoteAt) = (to, Now);

    private void Request(TicketSyncCause cause, TicketFields? known)
    {
        Intents++;
        var request = new TicketSyncRequested { Ticket = Ticket, Cause = cause, Wanted = mapping.FieldsOf(Ours, null), Known = known };
        var id = new Guid(++ids, 0, 0, new byte[8]);
        var intent = new OpenIntent(id, "s", ++clock, Epoch.AddMinutes(clock), request);
        waiting.Enqueue((intent, lastBySource ? null : lastPersonAt));
        pair = pair.Requested(intent);
    }

    private void End(OpenIntent intent, TicketDecision decision)
    {
        Outcomes++;
        var (result, after) = (TicketSyncResult.Superseded, (TicketFields?)null);
        switch (decision)
        {
            case TicketDecision.Nothing:
                (result, after) = (TicketSyncResult.AlreadyInSync, remote);
                break;
            case TicketDecision.Write write:
                Change(write.Fields);
                Writes++;
                (result, after) = (TicketSyncResult.Written, remote);
                break;
            case TicketDecision.TheirsStays:
                var adopted = mapping.StandingOf(remote, Ours);
                lastBySource |= adopted != Ours;
                Ours = adopted;
                after = remote;
                break;
            case TicketDecision.Superseded:
                break;
            default:
                throw new InvalidOperationException($"Nothing here may end in {decision}.");
        }

        pair = pair.Synced(
            intent,
            new TicketStatusSynced { Intent = intent.Id, Ticket = Ticket, Result = result, After = after, Attempts = 1, ModifiedAt = Text(remoteAt) },
            ++clock);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
