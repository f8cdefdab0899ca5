using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Counts intents event by event, so that the balance behind each event is known wherever batches end. Read once before the batch: the last balances, the
/// intents that the batch speaks of, and as many of those that wait longest as the batch could settle, and one more.
/// </summary>
internal sealed class TicketBalanceSteps
{
    private readonly Dictionary<string, TicketBalance> balances = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Counted> intents = [];
    private readonly Dictionary<string, SortedDictionary<long, DateTimeOffset>> waiting = new(StringComparer.Ordinal);
    private readonly List<(long Position, TicketBalance Balance)> behind = [];

    private TicketBalanceSteps()
    {
    }

    /// <summary>The balance behind each event that changed it.</summary>
    public IReadOnlyCollection<(long Position, TicketBalance Balance)> Behind => behind;

    /// <summary>Counts a batch. The tables must be those before it.</summary>
    public static async Task<TicketBalanceSteps> OverAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var steps = new TicketBalanceSteps();
        await steps.LoadAsync(tables, events, cancellationToken);
        foreach (var (stored, e) in events)
        {
            switch (e)
            {
                case TicketSyncRequested request:
                    steps.Request(stored.Position, stored.Id, stored.Timestamp, request);
                    break;
                case TicketStatusSynced or TicketSyncFailed:
                    steps.Settle(stored.Position, IntentOf(e)!.Value, TicketBoardState.Of(e));
                    break;
            }
        }

        return steps;
    }

    private async Task LoadAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        Guid[] settled = [.. events.Select(static e => IntentOf(e.Event)).OfType<Guid>()];
        var requests = events.Select(static e => e.Event).OfType<TicketSyncRequested>().ToList();
        List<Guid> asked = [.. settled.Concat(requests.Select(static r => r.Replaces).OfType<Guid>()).Distinct()];
        if (asked.Count > 0)
        {
            foreach (var (id, intent) in await tables.Command("TicketBoard/intents_load.sql").WithColumn(asked, static id => id).ReadAsync(
                static r => (r.GetGuid(0), new Counted(r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetBoolean(4))), cancellationToken))
            {
                intents.Add(id, intent);
            }
        }

        List<string> connectors = [.. requests.Select(static r => r.Ticket.Connector).Concat(intents.Values.Select(static i => i.Connector)).Distinct(StringComparer.Ordinal)];
        foreach (var connector in connectors)
        {
            balances.Add(connector, new TicketBalance(connector, 0, 0, 0, 0, 0, 0));
            waiting.Add(connector, []);
        }

        if (connectors.Count == 0)
        {
            return;
        }

        foreach (var balance in await TicketBalanceRows.LoadAsync(tables, connectors, cancellationToken))
        {
            balances[balance.Connector] = balance;
        }

        foreach (var (connector, position, at) in await tables.Command("TicketBoard/waiting_load.sql").WithColumn(connectors, static c => c).With(settled.Length + 1)
            .ReadAsync(static r => (r.GetString(0), r.GetInt64(1), r.GetFieldValue<DateTimeOffset>(2)), cancellationToken))
        {
            waiting[connector].Add(position, at);
        }
    }

    private void Request(long position, Guid id, DateTimeOffset at, TicketSyncRequested request)
    {
        var connector = request.Ticket.Connector;
        intents.Add(id, new Counted(connector, TicketBoardState.Waiting, position, Retried: false));
        waiting[connector].Add(position, at);
        balances[connector] = Count(balances[connector], TicketBoardState.Waiting, 1) with { Intents = balances[connector].Intents + 1 };
        if (request.Replaces is { } replaced && intents.TryGetValue(replaced, out var former) && !former.Retried)
        {
            intents[replaced] = former with { Retried = true };
            if (former.State == TicketBoardState.Failed)
            {
                var balance = balances[former.Connector];
                balances[former.Connector] = balance with { NeedsPerson = balance.NeedsPerson - 1 };
                if (former.Connector != connector)
                {
                    Say(position, former.Connector);
                }
            }
        }

        Say(position, connector);
    }

    private void Settle(long position, Guid id, string state)
    {
        // An outcome of an intent that was never recorded settles nothing.
        if (intents.TryGetValue(id, out var intent))
        {
            intents[id] = intent with { State = state };
            waiting[intent.Connector].Remove(intent.Position);
            var balance = Count(Count(balances[intent.Connector], intent.State, -1), state, 1);
            balances[intent.Connector] = intent.Retried ? balance : balance with
            {
                NeedsPerson = balance.NeedsPerson + (state == TicketBoardState.Failed ? 1 : 0) - (intent.State == TicketBoardState.Failed ? 1 : 0),
            };
            Say(position, intent.Connector);
        }
    }

    private void Say(long position, string connector)
    {
        var balance = balances[connector];
        balances[connector] = balance = balance with { WaitingSince = waiting[connector] is { Count: > 0 } left ? left.First().Value : null };
        behind.Add((position, balance));
    }

    private static TicketBalance Count(TicketBalance balance, string state, long by) => state switch
    {
        TicketBoardState.Waiting => balance with { Waiting = balance.Waiting + by },
        TicketBoardState.Written => balance with { Written = balance.Written + by },
        TicketBoardState.AlreadyInSync => balance with { AlreadyInSync = balance.AlreadyInSync + by },
        TicketBoardState.Superseded => balance with { Superseded = balance.Superseded + by },
        _ => balance with { Failed = balance.Failed + by },
    };

    private static Guid? IntentOf(LedgerEvent e) => e switch
    {
        TicketStatusSynced synced => synced.Intent,
        TicketSyncFailed failed => failed.Intent,
        _ => null,
    };

    /// <summary>What is known of an intent.</summary>
    private readonly record struct Counted(string Connector, string State, long Position, bool Retried);
}
