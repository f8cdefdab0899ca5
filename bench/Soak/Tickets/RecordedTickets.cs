using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>One intent as the record has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Position">Its position.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Request">What was wished for.</param>
internal sealed record RecordedIntent(Guid Id, long Position, DateTimeOffset At, TicketSyncRequested Request)
{
    /// <summary>Every outcome in the record; one is right.</summary>
    public List<AlertEvent> Outcomes { get; } = [];

    /// <summary>Where and when each of them was recorded.</summary>
    public List<(long Position, DateTimeOffset At)> EndedAt { get; } = [];
}

/// <summary>What the log says of investigations and tickets, read on from where it was read last.</summary>
internal sealed class RecordedTickets(LedgerDatabase database)
{
    private const int PageSize = 2_000;

    private static readonly LogFilter Types = new(
        ["alert_ingested", "alert_revised", "investigation_status_changed", "ticket_sync_requested", "ticket_status_synced", "ticket_sync_failed"]);

    private readonly Dictionary<string, string> incidentOf = new(StringComparer.Ordinal);
    private long position;

    /// <summary>The alert of each incident, by the incident's name.</summary>
    public Dictionary<string, Guid> Alerts { get; } = new(StringComparer.Ordinal);

    /// <summary>The changes that people made, by event id.</summary>
    public Dictionary<Guid, InvestigationStatusChanged> Changes { get; } = [];

    /// <summary>Where each incident's investigation stands.</summary>
    public Dictionary<string, Standing> Standings { get; } = new(StringComparer.Ordinal);

    /// <summary>When a person moved each incident's investigation, by the position of the change.</summary>
    public Dictionary<string, SortedList<long, DateTimeOffset>> MovedAt { get; } = new(StringComparer.Ordinal);

    /// <summary>The intents, by id.</summary>
    public Dictionary<Guid, RecordedIntent> Intents { get; } = [];

    /// <summary>Outcomes of intents that nobody wished.</summary>
    public List<Guid> Strays { get; } = [];

    /// <summary>Later versions of incidents.</summary>
    public List<(string Incident, DateTimeOffset At, AlertRevised Event)> Revisions { get; } = [];

    /// <summary>Intents without an outcome.</summary>
    public int Waiting => Intents.Values.Count(static i => i.Outcomes.Count == 0);

    /// <summary>Changes without their intent.</summary>
    public int Unwished => Changes.Count(change => change.Value.Tickets.Any(t => !Intents.ContainsKey(EventIds.TicketSyncRequested(change.Key, t))));

    /// <summary>Reads on.</summary>
    public async Task<RecordedTickets> ReadAsync(CancellationToken cancellation)
    {
        while (await database.Log.ReadLogAsync(BenchDatabase.Tenant, position, PageSize, Types, cancellation) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                Take(stored, EventCodec.Decode(stored.Type, stored.Data.Span));
            }

            position = page[^1].Position;
        }

        return this;
    }

    private void Take(StoredEvent stored, LedgerEvent happened)
    {
        switch (happened)
        {
            case AlertIngested { Kind: AlertKind.SentinelIncident } first:
                incidentOf[stored.Stream] = first.SourceId;
                Alerts[first.SourceId] = stored.Id;
                Standings[first.SourceId] = new Standing(InvestigationStatus.Queued, null);
                MovedAt[first.SourceId] = [];
                break;
            case AlertRevised revised when incidentOf.TryGetValue(stored.Stream, out var incident):
                Revisions.Add((incident, stored.Timestamp, revised));
                break;
            case InvestigationStatusChanged change when incidentOf.TryGetValue(stored.Stream, out var incident):
                Standings[incident] = new Standing(change.To, change.Conclusion);
                if (change.By.Kind == ActorKind.Person)
                {
                    Changes.Add(stored.Id, change);
                    MovedAt[incident].Add(stored.Position, stored.Timestamp);
                }

                break;
            case TicketSyncRequested request:
                Intents.Add(stored.Id, new RecordedIntent(stored.Id, stored.Position, stored.Timestamp, request));
                break;
            case TicketStatusSynced synced:
                End(synced.Intent, stored, synced);
                break;
            case TicketSyncFailed failed:
                End(failed.Intent, stored, failed);
                break;
        }
    }

    private void End(Guid intent, StoredEvent stored, AlertEvent outcome)
    {
        if (Intents.TryGetValue(intent, out var known))
        {
            known.Outcomes.Add(outcome);
            known.EndedAt.Add((stored.Position, stored.Timestamp));
        }
        else
        {
            Strays.Add(intent);
        }
    }
}
