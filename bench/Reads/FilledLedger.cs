using System.Diagnostics;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>Fills a ledger through the product's one write path and lets the product's engine fold it.</summary>
internal sealed class FilledLedger(BenchDatabase database, string name, Report report)
{
    /// <summary>How many alerts the product itself appends and folds; larger ledgers hold copies of them.</summary>
    public const int Originals = 10_000;

    /// <summary>About what an alert takes of the disk in a ledger that is only read, while it is filled: the write-ahead log beside the rows.</summary>
    public const long BytesAnAlert = 3500;

    /// <summary>About what an event takes of the disk in a log that is appended to, ids and write-ahead log included.</summary>
    public const long BytesAnEvent = 3000;

    /// <summary>About what an event takes of the disk with its row of each read model, and again of a rebuilt generation beside it.</summary>
    public const long BytesAFoldedEvent = 13_000;

    private const int PageSize = 500;
    private const int Seed = 20261121;

    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(15);

    /// <summary>Appends the alerts, folds them into every read model, and gives the figures of both.</summary>
    public async Task FillAsync(int alerts, CancellationToken cancellation)
    {
        await using var ledger = database.Open();
        var (events, bytes) = await AppendAsync(ledger, alerts, cancellation);
        await ProjectAsync(ledger, events, cancellation);
        await using var vacuum = ledger.OwnerSource.CreateCommand("vacuum analyze");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync(cancellation);
        report.Give(new Figure($"{name}: mean size of an event", "bytes", (double)bytes / events));
    }

    /// <summary>
    /// Fills with the first alerts by the product and with copies of their rows for the others: what is read is as large, in a small part of the time.
    /// </summary>
    /// <param name="alerts">A multiple of 10,000.</param>
    /// <param name="past">Whether the log and what dashboards of the past are read from are copied, too.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task MultiplyAsync(int alerts, bool past, CancellationToken cancellation)
    {
        await FillAsync(CopiesOf(alerts) > 1 ? Originals : alerts, cancellation);
        await CopyAsync(
            alerts,
            async copies =>
            {
                if (past)
                {
                    await copies.PastAsync(cancellation);
                    await copies.LogAsync(cancellation);
                }

                await copies.RowsAsync(cancellation);
            },
            cancellation);
    }

    /// <summary>Appends the alerts, the first by the product and the others as copies of their events, and folds nothing: for what is measured on the log alone.</summary>
    public async Task LogOnlyAsync(int alerts, CancellationToken cancellation)
    {
        await using (var ledger = database.Open())
        {
            await AppendAsync(ledger, CopiesOf(alerts) > 1 ? Originals : alerts, cancellation);
        }

        await CopyAsync(alerts, copies => copies.LogAsync(cancellation), cancellation);
    }

    private static int CopiesOf(int alerts) => alerts % Originals == 0
        ? alerts / Originals
        : throw new ArgumentException($"A ledger is filled with multiples of {Originals:#,0} alerts.", nameof(alerts));

    private async Task CopyAsync(int alerts, Func<LedgerCopies, Task> copy, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var copies = await LedgerCopies.OpenAsync(database, CopiesOf(alerts), name, report, cancellation);
        if (CopiesOf(alerts) > 1)
        {
            await copy(copies);
        }

        await copies.VacuumAsync(cancellation);
        var bytes = await copies.SizeAsync(cancellation);
        report.Say($"{name}: {Originals:#,0} copied {CopiesOf(alerts):#,0} times in {watch.Elapsed.TotalSeconds:0} s, {bytes / alerts:#,0} bytes of disk an alert");
    }

    /// <summary>Appends the alerts and gives the figure.</summary>
    public async Task<(int Events, long Bytes)> AppendAsync(LedgerDatabase ledger, int alerts, CancellationToken cancellation)
    {
        var source = new BelievableAlerts(Seed);
        var watch = Stopwatch.StartNew();
        var next = SayEvery;
        var (events, bytes) = (0, 0L);
        for (var first = 0; first < alerts; first += PageSize)
        {
            var page = new List<StreamAppend>(PageSize);
            for (var number = first; number < Math.Min(alerts, first + PageSize); number++)
            {
                var append = Append(source.Next(number));
                page.Add(append);
                events += append.Events.Count;
                bytes += append.Events.Sum(static e => (long)e.Data.Length);
            }

            var outcome = await ledger.Log.AppendAsync(new AppendRequest { Tenant = BenchDatabase.Tenant, Streams = page }, cancellation);
            if (outcome is not AppendOutcome.Appended)
            {
                throw new InvalidOperationException($"The page was not appended: {outcome}");
            }

            if (watch.Elapsed > next)
            {
                report.Say($"{name}: appended {first + page.Count:#,0} of {alerts:#,0} alerts");
                next = watch.Elapsed + SayEvery;
            }
        }

        report.Give(new Figure($"{name}: append ({PageSize} alerts a page)", "events/s", events / watch.Elapsed.TotalSeconds));
        return (events, bytes);
    }

    /// <summary>What an observation appends.</summary>
    public static StreamAppend Append(Observation observation)
    {
        var stream = StreamId.Alert(observation.Connector, observation.Kind, observation.SourceId);
        var settings = BelievableAlerts.SettingsOf(observation.Connector == ConnectorKind.Sentinel ? ConnectorKind.Sentinel : ConnectorKind.Microsoft365);
        var happened = AlertDecider.Observe(null, observation, settings, 1);
        return new StreamAppend(stream, "alert", 0, [.. happened.Select(e => Encode(stream, e))]);
    }

    private static EventToAppend Encode(string stream, AlertEvent happened)
    {
        var encoded = EventCodec.Encode(happened);
        return new EventToAppend(EventIds.Observed(stream, happened, 0), encoded.Alias, encoded.Data);
    }

    private async Task ProjectAsync(LedgerDatabase ledger, int events, CancellationToken cancellation)
    {
        var models = new ReadModels(ledger, TimeProvider.System, NullLoggerFactory.Instance);
        var head = (await ledger.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var session = await ledger.OpenLeaseSessionAsync(cancellation);
        var watch = Stopwatch.StartNew();
        var running = models.RunAsync(session, stop.Token);
        foreach (var model in ProjectionNames.All)
        {
            while (!await models.WaitForAsync(BenchDatabase.Tenant, model, head, SayEvery, cancellation))
            {
                var status = await models.StatusAsync(BenchDatabase.Tenant, cancellation);
                report.Say($"{name}: folding, {string.Join(", ", status.Select(static s => $"{s.Name} {s.Position:#,0}"))} of {head:#,0}");
                if (status.FirstOrDefault(static s => s.LastError is not null) is { } stuck)
                {
                    report.Say($"{name}: {stuck.Name} says: {stuck.LastError}");
                }
            }
        }

        report.Give(new Figure($"{name}: fold all read models at once", "events/s", events / watch.Elapsed.TotalSeconds));
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
