using System.Diagnostics;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>A ledger of which the log is filled and no event is folded, with the product's own workers to be started and stopped.</summary>
internal sealed class LoggedLedger : IAsyncDisposable
{
    private const int QuickAlerts = 40_000, Alerts = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly BenchDatabase place;
    private readonly LedgerDatabase ledger;
    private CancellationTokenSource? stop;
    private LeaseSession? session;
    private Task running = Task.CompletedTask;

    private LoggedLedger(BenchDatabase place, LedgerDatabase ledger)
    {
        (this.place, this.ledger) = (place, ledger);
        Models = new ReadModels(ledger, TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>The read models of the running workers.</summary>
    public ReadModels Models { get; private set; }

    /// <summary>Where the log ends.</summary>
    public long Head { get; private set; }

    /// <summary>The log.</summary>
    public LedgerDatabase Database => ledger;

    /// <summary>Appends the run's alerts to a ledger of its own, and nothing else.</summary>
    public static async Task<LoggedLedger> FillAsync(BenchRun run, CancellationToken cancellation, int? alerts = null)
    {
        var empty = await run.EmptyAsync(cancellation);
        var database = empty.Open();
        var count = alerts ?? (run.Quick ? QuickAlerts : Alerts);
        await new FilledLedger(empty, $"{count:#,0} alerts", run.Report).AppendAsync(database, count, cancellation);
        var logged = new LoggedLedger(empty, database) { Head = (await database.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position };
        await logged.VacuumAsync(cancellation);
        return logged;
    }

    /// <summary>Starts the product's workers in this process.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        session = await ledger.OpenLeaseSessionAsync(cancellation);
        Models = new ReadModels(ledger, TimeProvider.System, NullLoggerFactory.Instance);
        running = Models.RunAsync(session, stop.Token);
    }

    /// <summary>Stops them.</summary>
    public async Task StopAsync()
    {
        if (stop is not null)
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await session!.DisposeAsync();
            stop.Dispose();
            stop = null;
        }
    }

    /// <summary>Waits until every read model reflects the whole log.</summary>
    public async Task CaughtUpAsync(CancellationToken cancellation)
    {
        foreach (var model in ProjectionNames.All)
        {
            if (!await Models.WaitForAsync(BenchDatabase.Tenant, model, Head, Patience, cancellation))
            {
                throw new TimeoutException($"{model} did not reach the head within {Patience}.");
            }
        }
    }

    /// <summary>Lets the planner know the tables.</summary>
    public Task VacuumAsync(CancellationToken cancellation) => RunAsync("vacuum analyze", cancellation);

    /// <summary>Takes every folded row and every checkpoint away, as if no worker had ever run.</summary>
    public Task ForgetAsync(CancellationToken cancellation) => RunAsync(BenchSql.Read("forget_read_models.sql"), cancellation);

    /// <summary>Opens a session of the app's role that sees the tenant.</summary>
    public async Task<NpgsqlConnection> OpenBareAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.ConnectionString) { Options = "-c role=ledger_app", Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var enter = new NpgsqlCommand(BenchSql.Read("enter_tenant.sql"), connection) { Parameters = { new() { Value = BenchDatabase.Tenant } } };
        await enter.ExecuteNonQueryAsync(cancellation);
        return connection;
    }

    /// <summary>The time that a bare streaming read of the whole log takes: one session, one statement, every byte read and thrown away.</summary>
    public async Task<TimeSpan> BareReadAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenBareAsync(cancellation);
        await using var command = new NpgsqlCommand(BenchSql.Read("bare_log.sql"), connection) { Parameters = { new() { Value = BenchDatabase.Tenant } }, CommandTimeout = 0 };
        var buffer = new byte[1 << 16];
        var watch = Stopwatch.StartNew();
        var rows = 0L;
        await using (var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                reader.GetInt64(0);
                reader.GetGuid(1);
                reader.GetString(2);
                reader.GetInt64(3);
                reader.GetString(4);
                for (var offset = 0L; reader.GetBytes(5, offset, buffer, 0, buffer.Length) is > 0 and var read; offset += read)
                {
                }

                reader.GetFieldValue<DateTimeOffset>(6);
                rows++;
            }
        }

        return rows >= Head ? watch.Elapsed : throw new InvalidOperationException($"The bare read found {rows} of {Head} events.");
    }

    /// <summary>The time that the bare read takes beside bare <c>COPY</c> of the rows of projections as they stand: a fold that takes no time.</summary>
    /// <param name="projections">The projections.</param>
    /// <param name="indexed">See <see cref="BareRows.MakeAsync"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<TimeSpan> BareWriteAsync(IEnumerable<string> projections, bool indexed, CancellationToken cancellation)
    {
        var rows = new List<BareRows>();
        try
        {
            foreach (var projection in projections)
            {
                rows.Add(await BareRows.ReadAsync(await OpenOwnerAsync(cancellation), projection, cancellation));
                await rows[^1].MakeAsync(indexed, cancellation);
            }

            var watch = Stopwatch.StartNew();
            await Task.WhenAll(rows.Select(one => one.WriteAsync(cancellation)).Append(BareReadAsync(cancellation)));
            return watch.Elapsed;
        }
        finally
        {
            foreach (var one in rows)
            {
                await one.DisposeAsync();
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ledger.DisposeAsync();
    }

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await OpenOwnerAsync(cancellation);
        await BenchSql.RunAsync(connection, sql, cancellation);
    }

    private async Task<NpgsqlConnection> OpenOwnerAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
