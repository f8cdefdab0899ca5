using System.Text.Json;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>One row an intent, with its outcome when it has one; and the balance of its connector behind each event that changed it.</summary>
internal sealed class TicketBoardProjection : IStatelessProjection
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal) { "ticket_sync_requested", "ticket_status_synced", "ticket_sync_failed" };

    public string Name => ProjectionNames.TicketBoard;

    public IReadOnlyList<string> Definitions { get; } = ["TicketBoard/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["intents", "balances"];

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var steps = await TicketBalanceSteps.OverAsync(tables, events, cancellationToken);
        List<(FoldedEvent Folded, TicketSyncRequested Request)> requests =
            [.. events.Where(e => e.Event is TicketSyncRequested).Select(e => (e, (TicketSyncRequested)e.Event))];
        if (requests.Count > 0)
        {
            await tables.Command("TicketBoard/request.sql")
                .WithColumn(requests, r => r.Folded.Stored.Id).WithColumn(requests, r => EventIds.AlertIngested(r.Folded.Stored.Stream))
                .WithColumn(requests, r => r.Request.Ticket.Connector).WithColumn(requests, r => r.Request.Ticket.Workspace)
                .WithColumn(requests, r => r.Request.Ticket.Incident).WithColumn(requests, r => Word(r.Request.Cause))
                .WithColumn(requests, r => Document(r.Request.Wanted)).WithColumn(requests, r => r.Request.Replaces?.ToString() ?? "")
                .WithColumn(requests, r => r.Folded.Stored.Position).WithColumn(requests, r => r.Folded.Stored.Timestamp).RunAsync(cancellationToken);
        }

        List<Settled> settled = [.. events.Select(e => Settled.Of(e)).OfType<Settled>()];
        if (settled.Count > 0)
        {
            await tables.Command("TicketBoard/settle.sql")
                .WithColumn(settled, s => s.Intent).WithColumn(settled, s => s.State).WithColumn(settled, s => s.Folded.Stored.Position)
                .WithColumn(settled, s => s.Folded.Stored.Timestamp).WithColumn(settled, s => s.Attempts).WithColumn(settled, s => Document(s.Folded.Event))
                .RunAsync(cancellationToken);
        }

        var retries = requests.Where(r => r.Request.Replaces is not null).GroupBy(r => r.Request.Replaces!.Value).Select(g => g.Last()).ToList();
        if (retries.Count > 0)
        {
            await tables.Command("TicketBoard/retried.sql")
                .WithColumn(retries, r => r.Request.Replaces!.Value).WithColumn(retries, r => r.Folded.Stored.Id).RunAsync(cancellationToken);
        }

        await TicketBalanceRows.AddAsync(tables, steps.Behind, cancellationToken);
    }

    private static string Word(TicketSyncCause cause) => JsonSerializer.SerializeToElement(cause, LedgerJson.Options).GetString()!;

    private static string Document(object value) => JsonSerializer.Serialize(value, value.GetType(), LedgerJson.Options);

    private sealed record Settled(FoldedEvent Folded, Guid Intent, string State, int Attempts)
    {
        public static Settled? Of(FoldedEvent folded) => folded.Event switch
        {
            TicketStatusSynced e => new Settled(folded, e.Intent, TicketBoardState.Of(e), e.Attempts),
            TicketSyncFailed e => new Settled(folded, e.Intent, TicketBoardState.Of(e), e.Attempts),
            _ => null,
        };
    }
}
