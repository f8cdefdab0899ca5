using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// What the dashboard of a connector costs as of a random time, in a large ledger against a small one: the time is found in the log and the numbers
/// are read.
/// </summary>
internal sealed class AsOfMeasurement : IMeasurement
{
    private const int Small = 10_000;
    private const int Usual = 1_000_000;
    private const int Seed = 5;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["dashboard.asof.growth"];

    /// <inheritdoc />
    public bool Growth => true;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var small = await OpenAsync(run, Small, cancellation);
        await using var large = await OpenAsync(run, run.Alerts ?? Usual, cancellation);
        var medians = await Turns.MeasureAsync([Read(large), Read(small)], run.Rounds, cancellation);
        var heads = (Large: await HeadAsync(large, cancellation), Small: await HeadAsync(small, cancellation));
        run.Report.Give(Figure.Compared(Figures[0], "ms", medians[0], medians[1], Bar.AtMost(1.5)) with
        {
            Note = $"{heads.Large:#,0} against {heads.Small:#,0} events, each at a random time",
        });
    }

    private static async Task<LedgerDatabase> OpenAsync(BenchRun run, int alerts, CancellationToken cancellation)
    {
        var database = await run.EmptyAsync(cancellation);
        await new FilledLedger(database, $"{alerts:#,0} alerts", run.Report).MultiplyAsync(alerts, past: true, cancellation);
        var ledger = database.Open();
        await AgreeAsync(ledger, cancellation);
        return ledger;
    }

    /// <summary>Refuses to measure what is wrong: at some positions the dashboard must have as many alerts as the log.</summary>
    private static async Task AgreeAsync(LedgerDatabase ledger, CancellationToken cancellation)
    {
        var (random, queries, head) = (new Random(Seed), QueriesOf(ledger), await HeadAsync(ledger, cancellation));
        for (var round = 0; round < 5; round++)
        {
            var position = random.NextInt64(head) + 1;
            var told = (await queries.AsOfAsync(BenchDatabase.Tenant, BelievableAlerts.Connector, position, cancellation)).Dashboards.SingleOrDefault();
            await using var count = ledger.OwnerSource.CreateCommand(BenchSql.Read("count_ingested.sql"));
            count.Parameters.Add(new NpgsqlParameter { Value = position });
            count.Parameters.Add(new NpgsqlParameter { Value = BelievableAlerts.Connector });
            if ((long?)await count.ExecuteScalarAsync(cancellation) is var logged && logged != (told?.Conservation.Ingested ?? 0))
            {
                throw new InvalidOperationException($"The dashboard as of {position} has {told?.Conservation.Ingested} alerts, the log {logged}.");
            }
        }
    }

    private static Func<CancellationToken, Task> Read(LedgerDatabase ledger)
    {
        var (random, queries, head) = (new Random(Seed), QueriesOf(ledger), 0L);
        return async cancellation =>
        {
            head = head > 0 ? head : await HeadAsync(ledger, cancellation);
            var time = (await ledger.Log.ReadLogAsync(BenchDatabase.Tenant, random.NextInt64(head), 1, null, cancellation))[0].Timestamp;
            var position = await ledger.Log.PositionAtAsync(BenchDatabase.Tenant, time, cancellation);
            var past = await queries.AsOfAsync(BenchDatabase.Tenant, BelievableAlerts.Connector, position, cancellation);
            if (past.Dashboards is not [{ Conservation: { Holds: true, Ingested: > 0 } }])
            {
                throw new InvalidOperationException($"The dashboard as of {position} does not balance.");
            }
        };
    }

    private static DashboardQueries QueriesOf(LedgerDatabase ledger) => new(new ReadModels(ledger, TimeProvider.System, NullLoggerFactory.Instance));

    private static async Task<long> HeadAsync(LedgerDatabase ledger, CancellationToken cancellation) =>
        (await ledger.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position;
}
