using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// What the log says of tickets: open intents, pairs, and which incidents were folded into which. A fold in memory, made anew from the record at
/// each start, so that a process that takes over knows what its predecessor knew. Safe for concurrent use.
/// </summary>
internal sealed class TicketBook
{
    private const int MostHops = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, OpenIntent> open = [];
    private readonly Dictionary<TicketKey, PairState> pairs = [];
    private readonly Dictionary<(string Connector, string Incident), string> folded = [];
    private readonly Dictionary<string, string> applications = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> early = [];
    private readonly HashSet<Guid> earlyEnded = [];
    private long position;

    /// <summary>The events that it is folded from.</summary>
    public static IReadOnlyList<string> Types { get; } = ["ticket_sync_requested", "ticket_status_synced", "ticket_sync_failed", "alert_redirected"];

    /// <summary>Intents that this process recorded: they count at once and not only when the log brings them.</summary>
    /// <returns>Those that are new: the log may have brought one already.</returns>
    public IReadOnlyList<OpenIntent> Recorded(IEnumerable<OpenIntent> intents)
    {
        lock (gate)
        {
            return [.. intents.Where(intent => intent.Position > position && early.Add(intent.Id)).Select(Request)];
        }
    }

    /// <summary>An outcome that this process recorded.</summary>
    public void Recorded(OpenIntent intent, AlertEvent outcome, long at)
    {
        lock (gate)
        {
            if (open.ContainsKey(intent.Id))
            {
                earlyEnded.Add(intent.Id);
                End(outcome, at);
            }
        }
    }

    /// <summary>The next event of the log; one that was folded already changes nothing.</summary>
    /// <returns>The intent when it is a new one.</returns>
    public OpenIntent? Apply(StoredEvent stored, LedgerEvent happened)
    {
        lock (gate)
        {
            if (stored.Position <= position)
            {
                return null;
            }

            position = stored.Position;
            switch (happened)
            {
                case TicketSyncRequested request:
                    return early.Remove(stored.Id) ? null : Request(new OpenIntent(stored.Id, stored.Stream, stored.Position, stored.Timestamp, request));
                case TicketStatusSynced or TicketSyncFailed when !earlyEnded.Remove(IntentOf(happened)):
                    End((AlertEvent)happened, stored.Position);
                    return null;
                case AlertRedirected redirected when StreamId.ParseAlert(stored.Stream) is { Kind: AlertKind.SentinelIncident, SourceId: { } incident } alert:
                    folded[(alert.Connector, incident.ToUpperInvariant())] = redirected.IntoSourceId;
                    return null;
                default:
                    return null;
            }
        }
    }

    /// <summary>The intents without an outcome, oldest first.</summary>
    public IReadOnlyList<OpenIntent> Open()
    {
        lock (gate)
        {
            return [.. open.Values.OrderBy(i => i.Position)];
        }
    }

    /// <summary>Whether an intent has no outcome yet.</summary>
    public bool IsOpen(Guid intent)
    {
        lock (gate)
        {
            return open.ContainsKey(intent);
        }
    }

    /// <summary>Whether a later intent for the same ticket is recorded, with an outcome or without.</summary>
    public bool IsOvertaken(OpenIntent intent)
    {
        lock (gate)
        {
            return pairs.TryGetValue(Key(intent.Request.Ticket), out var pair) && pair.Newest > intent.Position;
        }
    }

    /// <summary>Whether a ticket has an intent without an outcome.</summary>
    public bool HasOpen(TicketReference ticket)
    {
        lock (gate)
        {
            return pairs.TryGetValue(Key(ticket), out var pair) && pair.Open > 0;
        }
    }

    /// <summary>What is known of a ticket; null when it never had an intent.</summary>
    public PairState? Pair(TicketReference ticket)
    {
        lock (gate)
        {
            return pairs.GetValueOrDefault(Key(ticket));
        }
    }

    /// <summary>The name under which the source shows what is written for a connector, as its last outcome said; null before there is one.</summary>
    public string? Application(string connector)
    {
        lock (gate)
        {
            return applications.GetValueOrDefault(connector);
        }
    }

    /// <summary>
    /// The pairs of a connector that are settled at this moment, one for each incident at the source: where several were folded into one, the pair
    /// of that one stands for all, or, when it never had an intent, the one that agreed with it last.
    /// </summary>
    public IReadOnlyList<PairState> Settled(string connector)
    {
        lock (gate)
        {
            return [.. from pair in pairs
                       where pair.Key.Connector == connector && pair.Value.IsSettled
                       let target = Key(Resolve(pair.Value.Ticket))
                       where target == pair.Key || !pairs.ContainsKey(target)
                       group pair.Value by target into same
                       select same.MaxBy(static p => p.AgreedPosition)];
        }
    }

    /// <summary>The ticket that a ticket was folded into, and so on; itself when it was not.</summary>
    public TicketReference Resolve(TicketReference ticket)
    {
        lock (gate)
        {
            for (var hops = 0; hops < MostHops && folded.TryGetValue((ticket.Connector, ticket.Incident.ToUpperInvariant()), out var into); hops++)
            {
                ticket = ticket with { Incident = into };
            }

            return ticket;
        }
    }

    // Pairs are those of the tickets that people named; a fold at the source does not rename them, it only leads the write elsewhere.
    private static TicketKey Key(TicketReference ticket) => TicketKey.Of(ticket);

    private static Guid IntentOf(LedgerEvent outcome) => outcome is TicketStatusSynced synced ? synced.Intent : ((TicketSyncFailed)outcome).Intent;

    private OpenIntent Request(OpenIntent intent)
    {
        var (key, request) = (Key(intent.Request.Ticket), intent.Request);
        open[intent.Id] = intent;
        pairs[key] = (pairs.GetValueOrDefault(key) ?? new PairState { Ticket = request.Ticket, Stream = intent.Stream }).Requested(intent);
        return intent;
    }

    private void End(AlertEvent outcome, long at)
    {
        if (outcome is TicketStatusSynced { Application: { } name } told)
        {
            applications[told.Ticket.Connector] = name;
        }

        if (open.Remove(IntentOf(outcome), out var ended))
        {
            Change(ended.Request.Ticket, pair => (outcome is TicketStatusSynced synced
                ? pair.Synced(ended, synced, at)
                : pair with { LastIntent = ended.Id, Failed = true }) with { Open = pair.Open - 1 });
        }
    }

    private void Change(TicketReference ticket, Func<PairState, PairState> change)
    {
        if (pairs.TryGetValue(Key(ticket), out var pair))
        {
            pairs[Key(ticket)] = change(pair);
        }
    }
}
