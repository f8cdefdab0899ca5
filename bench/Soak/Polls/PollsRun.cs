using System.Diagnostics;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Polls;

/// <summary>Polls a cloud that stands still, and counts every row of every table that this writes.</summary>
internal static class PollsRun
{
    private const string Coverage = "poll_window_covered";

    /// <summary>One connector for each API, so that neither waits for the other's budget; each of its resources has one cursor.</summary>
    private static IReadOnlyList<string> Polled { get; } = [SimulatedConnectors.Sentinel, SimulatedConnectors.Alerts];

    /// <summary>Runs it.</summary>
    /// <returns>0 when nothing but coverage was appended and no poll updated more than one row.</returns>
    public static async Task<int> RunAsync(Report report, int polls, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        await using var cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 300 }, cancellation);
        cloud.FreezeTime();
        var environment = await SimulatedConnectors.EnvironmentAsync(cloud, server.Folder, cancellation);
        var database = await server.DatabaseAsync("polls", cancellation);
        await using var product = ProductProcess.Serve(database, environment);
        using var client = new ProductClient(await product.AddressAsync(cancellation), database.Token);
        foreach (var connector in SimulatedConnectors.Documents(cloud.Tenant, "P30D").Where(static d => Polled.Contains(d["id"]!.GetValue<string>())))
        {
            await client.ConfigureAsync(connector, cancellation);
        }

        await using var ledger = database.Open();
        report.Say("Reading everything once, then waiting until nothing is written any more");
        await ReadAllAsync(ledger, client, cloud.Now, cancellation);
        await MeasureAsync(report, ledger, client, polls, cancellation);
        return report.ExitCode;
    }

    /// <summary>Polls until every resource has read past the moment at which the cloud stands still: some stay behind the clock on purpose.</summary>
    private static async Task ReadAllAsync(LedgerDatabase ledger, ProductClient client, DateTimeOffset frozen, CancellationToken cancellation)
    {
        IReadOnlyList<Cursor> cursors;
        do
        {
            await client.PollAllAsync(Polled, cancellation);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            cursors = await ledger.Cursors.ListAsync(BenchDatabase.Tenant, "poll/", cancellation);
        }
        while (cursors.Any(cursor => PollCursor.FromJson(cursor.State.Span) is { CoveredTo: { } to } && to <= frozen));

        await client.PollAllAsync(Polled, cancellation);
    }

    private static async Task MeasureAsync(Report report, LedgerDatabase ledger, ProductClient client, int polls, CancellationToken cancellation)
    {
        var before = await TableChanges.SettledAsync(ledger.OwnerSource, cancellation);
        var head = (await ledger.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position;
        var cursors = await ledger.Cursors.ListAsync(BenchDatabase.Tenant, "poll/", cancellation);
        report.Say($"{polls} polls of each of {string.Join(", ", Polled)}, at the pace that the sources' request budgets allow");
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Polled.Select(connector => PollAsync(report, client, connector, polls, cancellation)));
        var minutes = watch.Elapsed.TotalMinutes;

        var appended = await ledger.Log.ReadLogAsync(BenchDatabase.Tenant, head, int.MaxValue, null, cancellation);
        foreach (var other in appended.Where(static e => e.Type != Coverage).Take(10))
        {
            report.Broken($"A poll of unchanged data appended {other.Type} at {other.Position}");
        }

        var changes = TableChanges.Between(before, await TableChanges.SettledAsync(ledger.OwnerSource, cancellation));
        foreach (var (table, change) in changes.OrderBy(static t => t.Key, StringComparer.Ordinal))
        {
            report.Say($"{table}: {change.Inserted} inserted, {change.Updated} updated, {change.Deleted} deleted");
        }

        foreach (var after in await ledger.Cursors.ListAsync(BenchDatabase.Tenant, "poll/", cancellation))
        {
            var moves = after.Revision - cursors.Single(c => c.Name == after.Name).Revision;
            report.Give(new Figure($"{after.Name}: moves of the cursor row by a poll", "rows", moves / (double)polls) { Bar = Bar.AtMost(1) });
        }

        var all = polls * cursors.Count;
        report.Give(new Figure($"events appended by {all} polls of a resource, all of them coverage", "events", appended.Count));
        report.Give(new Figure("rows updated in the whole database by a poll of a resource", "rows", changes.Values.Sum(static c => c.Updated) / (double)all) { Bar = Bar.AtMost(1) });
        report.Give(new Figure("rows inserted in the whole database by a poll of a resource", "rows", changes.Values.Sum(static c => c.Inserted) / (double)all));
        report.Give(new Figure("polls", "polls/min", all / minutes));
    }

    private static async Task PollAsync(Report report, ProductClient client, string connector, int polls, CancellationToken cancellation)
    {
        for (var poll = 1; poll <= polls; poll++)
        {
            await client.PollAllAsync([connector], cancellation);
            if (poll % 250 == 0)
            {
                report.Say($"{connector}: {poll} of {polls} polls");
            }
        }
    }
}
