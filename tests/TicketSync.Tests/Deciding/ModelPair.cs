using System.Globalization;
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

    /// <summary>The next write is done, and its answer lost.</summary>
    LostAnswer,

    /// <summary>The next write breaks before it is done, and nobody knows.</summary>
    LostWrite,

    /// <summary>The next write is done, and its outcome recorded only after whatever comes next.</summary>
    LateOutcome,

    /// <summary>The process is killed after its next write; another one takes over.</summary>
    Kill,
}

/// <summary>An investigation and its ticket in memory, moved by the product's own decisions.</summary>
internal sealed class ModelPair(string policy)
{
    private static readonly TicketReference Ticket = new("sentinel", "law", "a");
    private static readonly DateTimeOffset Epoch = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private readonly TicketMapping mapping = TicketMapping.Of(new TicketSyncSettings());
    private readonly Queue<Waiting> waiting = new();
    private readonly Dictionary<Guid, int> writes = [];
    private PairState pair = new() { Ticket = Ticket, Stream = "s" };
    private TicketFields remote = new("New");
    private DateTimeOffset remoteAt = Epoch;
    private Step? fault;
    private (Waiting Ended, TicketDecision Decision, TicketFields After, DateTimeOffset At)? late;
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

    /// <summary>How often each intent changed the ticket.</summary>
    public IReadOnlyDictionary<Guid, int> Writes => writes;

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
                var (known, modifiedAt) = PairState.NewestKnown(pair, facts, Text(factsAt));
                Request(TicketSyncCause.StatusChanged, known, modifiedAt);
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
            default:
                fault = step;
                break;
        }
    }

    /// <summary>Works on what waits, in order, until all of it is done or something goes wrong.</summary>
    public void Work()
    {
        if (late is var (ended, written, after, at))
        {
            late = null;
            End(ended, written, after, at);
        }

        while (waiting.TryPeek(out var next))
        {
            var found = new IncidentReading.Found(remote, Text(remoteAt), Text(remoteAt), false, default);
            var decision = TicketDecider.Decide(found, new TicketCase
            {
                Wanted = next.Intent.Request.Wanted,
                Expected = pair.ExpectedBy(next.Intent),
                Policy = policy,
                PersonAt = next.PersonAt,
                Overtaken = waiting.Count > 1,
                SentOn = next.SentOn,
                Inherited = next.Intent.Inherited,
                KnownModifiedTime = DateTimeOffset.Parse(next.Intent.Request.KnownModifiedAt!, CultureInfo.InvariantCulture),
                Conflicts = next.Replaced,
            });
            if (decision is TicketDecision.Write write && !Write(next, found, write))
            {
                return;
            }

            End(next, decision, remote, remoteAt);
            if (decision is TicketDecision.Replace)
            {
                var anew = TicketOutcomes.Anew(next.Intent, found, null);
                Add(new OpenIntent(anew.Id, anew.Stream, ++clock, Epoch.AddMinutes(clock), anew.Request), next.PersonAt, next.Replaced + 1);
            }
        }
    }

    /// <summary>Works until nothing waits.</summary>
    public void Settle()
    {
        do
        {
            Work();
        }
        while (waiting.Count > 0);
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

        Request(TicketSyncCause.Sweep, agreed, Text(remoteAt));
        Settle();
        return true;
    }

    /// <returns>Whether its answer came.</returns>
    private bool Write(Waiting by, IncidentReading.Found on, TicketDecision.Write write)
    {
        var happens = fault;
        (fault, by.SentOn) = (null, by.SentOn ?? on.Etag);
        if (happens != Step.LostWrite)
        {
            Change(write.Fields);
            writes[by.Intent.Id] = writes.GetValueOrDefault(by.Intent.Id) + 1;
        }

        if (happens == Step.LateOutcome)
        {
            late = (by, write, remote, remoteAt);
        }

        if (happens == Step.Kill)
        {
            foreach (var one in waiting)
            {
                (one.SentOn, one.Intent) = (null, one.Intent with { Inherited = true });
            }
        }

        return happens is null;
    }

    private void Change(TicketFields to) => (remote, remoteAt) = (to, Now);

    private void Request(TicketSyncCause cause, TicketFields? known, string? modifiedAt)
    {
        var request = new TicketSyncRequested
        {
            Ticket = Ticket, Cause = cause, Wanted = mapping.FieldsOf(Ours, null), Known = known, KnownModifiedAt = modifiedAt,
        };
        Add(new OpenIntent(new Guid(++ids, 0, 0, new byte[8]), "s", ++clock, Epoch.AddMinutes(clock), request), lastBySource ? null : lastPersonAt, 0);
    }

    private void Add(OpenIntent intent, DateTimeOffset? personAt, int replaced)
    {
        Intents++;
        waiting.Enqueue(new Waiting { Intent = intent, PersonAt = personAt, Replaced = replaced });
        pair = pair.Requested(intent);
    }

    private void End(Waiting ended, TicketDecision decision, TicketFields found, DateTimeOffset at)
    {
        Assert.Same(ended, waiting.Dequeue());
        Outcomes++;
        var intent = ended.Intent;
        Log.Add($"{intent.Request.Cause} {intent.Request.Wanted.Status}: {decision.GetType().Name} of {found.Status}");
        var (result, after) = (TicketSyncResult.Superseded, (TicketFields?)null);
        switch (decision)
        {
            case TicketDecision.Nothing:
                (result, after) = (TicketSyncResult.AlreadyInSync, found);
                break;
            case TicketDecision.Write:
                (result, after) = (TicketSyncResult.Written, found);
                break;
            case TicketDecision.TheirsStays:
                var adopted = mapping.StandingOf(found, Ours);
                lastBySource |= adopted != Ours;
                Ours = adopted;
                after = found;
                break;
            case TicketDecision.Superseded or TicketDecision.Replace:
                break;
            default:
                throw new InvalidOperationException($"Nothing here may end in {decision}.");
        }

        pair = pair.Synced(
            intent,
            new TicketStatusSynced { Intent = intent.Id, Ticket = Ticket, Result = result, After = after, Attempts = 1, ModifiedAt = Text(at) },
            ++clock);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed class Waiting
    {
        public required OpenIntent Intent { get; set; }

        public DateTimeOffset? PersonAt { get; init; }

        public int Replaced { get; init; }

        public string? SentOn { get; set; }
    }
}
