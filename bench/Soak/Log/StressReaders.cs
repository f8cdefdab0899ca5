using System.Data;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary>Readers beside the writers. What they saw is compared with the log at the end: nobody may have seen more, less or otherwise.</summary>
internal sealed class StressReaders(LedgerDatabase ledger, CancellationToken written)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongTransaction = TimeSpan.FromMilliseconds(700);

    /// <summary>Asks for the log again and again, seven events at a time.</summary>
    public async Task<IReadOnlyList<StoredEvent>> AskAsync(CancellationToken cancellation)
    {
        var seen = new List<StoredEvent>();
        while (true)
        {
            var last = written.IsCancellationRequested;
            try
            {
                var events = await ledger.Log.ReadLogAsync(StressWriter.Tenant, seen.Count == 0 ? 0 : seen[^1].Position, 7, null, cancellation);
                seen.AddRange(events);
                if (events.Count == 0 && last)
                {
                    return seen;
                }
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>Follows the log, from the last position seen whenever the connection is lost.</summary>
    public async Task<IReadOnlyList<StoredEvent>> FollowAsync(int batch, CancellationToken cancellation)
    {
        var seen = new List<StoredEvent>();
        while (true)
        {
            var last = written.IsCancellationRequested;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var ending = written.Register(static source => ((CancellationTokenSource)source!).CancelAfter(TimeSpan.FromSeconds(1)), enough);
            try
            {
                await foreach (var events in ledger.Log.FollowAsync(StressWriter.Tenant, seen.Count == 0 ? 0 : seen[^1].Position, batch, enough.Token))
                {
                    seen.AddRange(events.Events);
                }
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                if (last)
                {
                    return seen;
                }
            }
        }
    }

    /// <summary>Holds a transaction open and looks twice: its snapshot may not move. Gives what moved, in words.</summary>
    public async Task<IReadOnlyList<string>> HoldAsync(CancellationToken cancellation)
    {
        var moved = new List<string>();
        while (!written.IsCancellationRequested)
        {
            try
            {
                await using var transaction = await ledger.BeginAsync(StressWriter.Tenant, IsolationLevel.RepeatableRead, cancellation);
                var (first, head) = await LookAsync(transaction, cancellation);
                await Task.Delay(LongTransaction, TimeProvider.System, cancellation);
                var (second, _) = await LookAsync(transaction, cancellation);
                if (first != second || first != head)
                {
                    moved.Add($"A transaction saw {first} events with the head at {head}, and later {second}.");
                }
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }

        return moved;
    }

    private static async Task<(long Events, long Head)> LookAsync(TenantTransaction transaction, CancellationToken cancellation)
    {
        await using var look = new NpgsqlCommand(
            "select (select count(*) from ledger.mt_events where tenant_id = $1), (select position from ledger.heads where tenant_id = $1)",
            transaction.Connection,
            transaction.Transaction) { Parameters = { new() { Value = StressWriter.Tenant } } };
        await using var reader = await look.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
