using System.Text;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary>
/// Appends pages and commands to streams that all writers share, some decided on a version, some inside transactions that are held open and rolled
/// back. A lost answer is settled by sending the same request again.
/// </summary>
internal sealed class StressWriter(LedgerDatabase ledger, int seed, StressTally tally)
{
    private const int Streams = 12;
    private const string Append = """
        select outcome from ledger.append($1, false, '{stress/lost}', '{null}', '{null}', '{1}', array[$2], '{noted}', array['{}'::jsonb], '{d}',
            null, null, null, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, 0, null)
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Random random = new(seed);

    /// <summary>Appends so often.</summary>
    public async Task RunAsync(int appends, CancellationToken cancellation)
    {
        for (var n = 0; n < appends; n++)
        {
            if (random.Next(8) == 0)
            {
                await RollBackAsync(cancellation);
            }

            await AppendAsync(cancellation);
        }
    }

    private async Task AppendAsync(CancellationToken cancellation)
    {
        var stream = $"stress/{random.Next(Streams)}";
        var events = Enumerable.Range(0, random.Next(1, 4)).Select(static _ => Event(Guid.NewGuid())).ToList();
        var (mode, decided) = ((AppendMode)random.Next(2), random.Next(3) == 0);
        while (true)
        {
            try
            {
                long? version = decided ? (await ledger.Log.ReadStreamAsync(Tenant, stream, cancellationToken: cancellation)).Count : null;
                var request = new AppendRequest { Tenant = Tenant, Mode = mode, Streams = [new StreamAppend(stream, null, version, events)] };
                if (await ledger.Log.AppendAsync(request, cancellation) is AppendOutcome.VersionConflict)
                {
                    tally.Conflicted();
                    continue;
                }

                tally.Promise(events.Select(static one => one.Id));
                return;
            }
            catch (NpgsqlException)
            {
                tally.Retried();
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }
    }

    // Holds the head row, so that every other writer waits, and then gives it back as if nothing had been.
    private async Task RollBackAsync(CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        tally.RolledBack.Add(id);
        try
        {
            await using var transaction = await ledger.BeginAsync(Tenant, cancellationToken: cancellation);
            await using var append = new NpgsqlCommand(Append, transaction.Connection, transaction.Transaction)
            {
                Parameters = { new() { Value = Tenant }, new() { Value = id } },
            };
            await append.ExecuteScalarAsync(cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(40)), TimeProvider.System, cancellation);
        }
        catch (NpgsqlException)
        {
            // Killed before it could be rolled back, which is the same.
        }
    }

    /// <summary>The tenant written to.</summary>
    public const string Tenant = TenantName.Default;

    private static EventToAppend Event(Guid id) => new(id, "noted", Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""));
}
