using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Bench.Soak.Sources;

/// <summary>Runs the scenarios and counts: every alert once, every version once, no gap that no event names.</summary>
internal static class SourcesRun
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private static IReadOnlyList<(string Name, string Says, Func<SoakedSource, int, Random, CancellationToken, Task<int>> Act)> Scenarios { get; } =
    [
        ("pain-01", "released up to ten overlaps late", LateAsync),
        ("pain-02", "many at one moment, capped pages with links", EqualAsync),
        ("pain-03", "asked for a hundred times", RepeatedAsync),
        ("pain-04", "faults and restarts at random", FaultyAsync),
        ("pain-05", "pages capped at 10 to 1,000 without a link", CappedAsync),
        ("pain-06", "changed again and again", ChangedAsync),
        ("pain-14", "a permission that is revoked, and lists that are empty", DyingAsync),
        ("pain-15", "a backfill over what is known and what is not", PastAsync),
    ];

    public static async Task<int> RunAsync(Report report, int alerts, string? only, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        foreach (var (name, says, act) in Scenarios.Where(s => only is null || s.Name == only))
        {
            await using var source = await SoakedSource.StartAsync(server, name, Overlap, cancellation);
            report.Say($"{name}: {alerts} alerts, {says}");
            var versions = await act(source, alerts, new Random(7), cancellation);
            await CheckAsync(report, source, name, alerts, versions, cancellation);
        }

        return report.ExitCode;
    }

    private static async Task CheckAsync(Report report, SoakedSource source, string name, int alerts, int versions, CancellationToken cancellation)
    {
        var events = await source.EventsAsync(["alert_ingested", "alert_revised"], cancellation);
        var ids = events.Select(e => e.Event).OfType<AlertIngested>().Select(e => e.SourceId).ToList();
        var keys = events.Select(e => (e.Stream, (e.Event as AlertIngested)?.Version.Key ?? ((AlertRevised)e.Event).Version.Key)).ToList();
        var named = (await source.EventsAsync(["coverage_gap_found"], cancellation)).Count;
        var open = (await source.CursorAsync(cancellation)).Gaps.Count;
        report.Give(new Figure($"{name}: alerts lost", "alerts", alerts - ids.Distinct(StringComparer.Ordinal).Count()) { Bar = Bar.AtMost(0) });
        report.Give(new Figure($"{name}: alerts or versions doubled", "events", ids.Count - ids.Distinct(StringComparer.Ordinal).Count() + keys.Count - keys.Distinct().Count()) { Bar = Bar.AtMost(0) });
        report.Give(new Figure($"{name}: versions lost", "events", Math.Max(0, versions - keys.Count)) { Bar = Bar.AtMost(0) });
        report.Give(new Figure($"{name}: gaps that are open or not named", "gaps", open > named ? open - named : open) { Bar = Bar.AtMost(0) });
    }

    private static async Task<int> LateAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        var begin = source.Now.AddHours(-1);
        for (var i = 0; i < alerts; i++)
        {
            var modified = begin.AddSeconds(i * 3600.0 / alerts);
            source.Cloud.PublishAlerts(SoakedSource.Alert($"a{i}", modified), new Publication(VisibleAt: modified + (Overlap * 10 * random.NextDouble()), ModifiedAt: modified));
        }

        for (var minutes = 0; minutes < 60; minutes += 5)
        {
            await source.PollAsync(cancellation);
            source.Move(TimeSpan.FromMinutes(5));
        }

        source.Move(TimeSpan.FromHours(25));
        await source.CatchUpAsync(cancellation);
        return alerts;
    }

    private static async Task<int> EqualAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        source.Cloud.GraphPageCap = 97;
        Publish(source, alerts, i => source.Now.AddMinutes(-30).AddSeconds(i / 250));
        await source.CatchUpAsync(cancellation);
        return alerts;
    }

    private static async Task<int> RepeatedAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        Publish(source, alerts, i => source.Now.AddMinutes(-4).AddMilliseconds(i));
        for (var poll = 0; poll < 100; poll++)
        {
            await source.PollAsync(cancellation);
        }

        return alerts;
    }

    private static async Task<int> FaultyAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        FaultKind[] kinds = [FaultKind.Status, FaultKind.PartialContent, FaultKind.InvalidJson, FaultKind.TruncatedPage, FaultKind.Reset, FaultKind.EmptyList, FaultKind.NoNextLink];
        Publish(source, alerts, i => source.Now.AddHours(-2).AddMilliseconds(i * 700));
        source.Cloud.GraphPageCap = 300;
        for (var poll = 0; poll < 60; poll++)
        {
            var fault = source.Cloud.AddFault(new Fault { Service = "graph", Kind = kinds[random.Next(kinds.Length)], Nth = 1 + random.Next(20) });
            await source.PollAsync(cancellation);
            source.Cloud.RemoveFault(fault);
            if (random.Next(3) == 0)
            {
                source.Restart();
            }
        }

        await source.CatchUpAsync(cancellation);
        return alerts;
    }

    private static async Task<int> CappedAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        source.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.NoNextLink });
        int[] caps = [10, 50, 100, 500, 1000];
        var each = alerts / caps.Length;
        for (var turn = 0; turn < caps.Length; turn++)
        {
            source.Cloud.GraphPageCap = caps[turn];
            var (first, count) = (turn * each, turn == caps.Length - 1 ? alerts - (turn * each) : each);
            Publish(source, count, i => source.Now.AddMinutes(-20 + (turn * 4)).AddMilliseconds(i * 50), first);
            await source.CatchUpAsync(cancellation);
        }

        return alerts;
    }

    private static async Task<int> ChangedAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        const int Versions = 3;
        for (var version = 0; version < Versions; version++)
        {
            var at = source.Now.AddMinutes(-9 + (version * 3));
            source.Cloud.PublishAlerts($"[{string.Join(',', Enumerable.Range(0, alerts).Select(i => SoakedSource.Alert($"a{i}", at.AddMilliseconds(i), version)))}]");
            await source.CatchUpAsync(cancellation);
        }

        return alerts * Versions;
    }

    private static async Task<int> DyingAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        Publish(source, alerts, i => source.Now.AddHours(-1).AddMilliseconds(i * 300));
        source.Cloud.RevokeGraphRole(source.Cloud.Tenant.ClientId, "SecurityAlert.Read.All");
        await source.PollAsync(cancellation);
        source.Cloud.GrantGraphRole(source.Cloud.Tenant.ClientId, "SecurityAlert.Read.All");
        var empty = source.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.EmptyList });
        await source.PollAsync(cancellation);
        source.Cloud.RemoveFault(empty);
        await source.CatchUpAsync(cancellation);
        return alerts;
    }

    private static async Task<int> PastAsync(SoakedSource source, int alerts, Random random, CancellationToken cancellation)
    {
        var known = alerts / 2;
        Publish(source, known, i => source.Now.AddHours(-30).AddSeconds(i));
        await source.CatchUpAsync(cancellation);
        Publish(source, alerts - known, i => source.Now.AddDays(-80).AddSeconds(i * 60), known);
        await source.BackfillAsync(new SourceWindow(source.Now.AddDays(-90), source.Now), cancellation);
        return alerts;
    }

    private static void Publish(SoakedSource source, int count, Func<int, DateTimeOffset> modified, int first = 0) =>
        source.Cloud.PublishAlerts($"[{string.Join(',', Enumerable.Range(0, count).Select(i => SoakedSource.Alert($"a{first + i}", modified(i))))}]");
}
