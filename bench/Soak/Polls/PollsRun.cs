using System.Diagnostics;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Polls;

/// <summary>Polls a cloud that stands still, and counts every row of every table that this writes.</summary>
internal static class PollsRun
{
    private const string Coverage = "poll_window_covered";

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
        foreach (var connector in SimulatedConnectors.Documents(cloud.Tenant, "P30D"))
        {
            await client.ConfigureAsync(connector, cancellation);
        }

        await using var ledger = database.Open();
        report.Say("Reading everything once, then waiting until nothing is written any more");
        await client.PollAllAsync(SimulatedConnectors.All, cancellation);
        await client.PollAllAsync(SimulatedConnectors.All, cancellation);
        foreach (var connector in SimulatedConnectors.All)
        {
            await MeasureAsync(report, ledger, client, connector, polls, cancellation);
        }

        return report.ExitCode;
    }

    private static async Task MeasureAsync(
        Report report, LedgerDatabase ledger, ProductClient client, string connector, int polls, CancellationToken cancellation)
    {
        var before = await TableChanges.SettledAsync(ledger.OwnerSource, cancellation);
        var head = (await ledger.Log.HeadAsync(BenchDatabase.Tenant, cancellation)).Position;
        var resources = (await ledger.Cursors.ListAsync(BenchDatabase.Tenant, $"poll/{connector}/", cancellation)).Count;
        var watch = Stopwatch.StartNew();
        for (var poll = 1; poll <= polls; poll++)
        {
            await client.PollAllAsync([connector], cancellation);
            if (poll % 250 == 0)
            {
                report.Say($"{connector}: {poll} of {polls} polls");
            }
        }

        var seconds = watch.Elapsed.TotalSeconds;
        var appended = await ledger.Log.ReadLogAsync(BenchDatabase.Tenant, head, int.MaxValue, null, cancellation);
        foreach (var other in appended.Where(static e => e.Type != Coverage).Take(10))
        {
            report.Broken($"{connector}: a poll of unchanged data appended {other.Type} at {other.Position}");
        }

        var changes = TableChanges.Between(before, await TableChanges.SettledAsync(ledger.OwnerSource, cancellation));
        foreach (var (table, change) in changes.OrderBy(static t => t.Key, StringComparer.Ordinal))
        {
            report.Say($"{connector}: {table}: {change.Inserted} inserted, {change.Updated} updated, {change.Deleted} deleted");
        }

        report.Give(new Figure($"{connector}: events appended by {polls} polls, all of them coverage", "events", appended.Count));
        report.Give(new Figure($"{connector}: rows updated by a poll of {resources} resource(s)", "rows", changes.Values.Sum(static c => c.Updated) / (double)polls) { Limit = resources });
        report.Give(new Figure($"{connector}: a poll of unchanged data", "ms", seconds * 1000 / polls));
    }
}
