using System.Collections.Concurrent;
using Dropzone.Ledger.Domain.Decisions;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_histories_are_random(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<(string Tenant, History History)>>> Folded = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task the_list_equals_the_plain_words_of_the_rules(int seed)
    {
        var (tenant, history) = await FoldedAsync(seed);
        var rows = await AllAsync(tenant);
        var recorded = rows.ToDictionary(r => r.Id, r => r.IngestedAt);
        var expected = NaiveList.Of(history, history.AlertStreams.ToDictionary(s => s, s => recorded[history.StateOf(s).Id]));
        var streams = expected.Keys.ToDictionary(s => history.StateOf(s).Id);

        Assert.Equal(expected.Count, rows.Count);
        foreach (var row in rows)
        {
            var state = history.StateOf(streams[row.Id]);
            var merged = row.State == AlertListState.Merged && state.RedirectedTo is null;
            var want = expected[streams[row.Id]];
            Assert.Equal(want.State, row.State);
            Assert.Equal(want.GroupStream, row.GroupId is { } group ? streams[group] : null);
            Assert.Equal(want.Size, row.GroupSize);
            Assert.Equal(merged ? want.Rule : state.RedirectedTo is not null && row.State == AlertListState.Merged ? AlertRow.RedirectedRule : null, row.MergedBy);
            Assert.Equal(merged ? want.Revision : null, row.MergedRevision);
            Assert.Equal(merged ? want.LeaderStream : null, merged ? streams[row.MergedInto!.Value] : null);
            Assert.Equal(state.Facts.Severity, row.Severity);
            Assert.Equal(state.Version.Key, row.Version);
            Assert.Equal(state.Investigation.Status, row.InvestigationStatus);
            Assert.Equal(state.Investigation.Conclusion, row.Conclusion);
            Assert.Equal((state.Decision as Excluded)?.Rule, row.ExcludedRule);
            Assert.Equal(state.Erased, row.Erased);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task rows_do_not_depend_on_where_batches_end_or_workers_die(int seed)
    {
        var (tenant, _) = await FoldedAsync(seed);

        // Verification folds once more in the largest batches and names every row that differs.
        Assert.Empty(await new ReadModelVerification(ledger.Models).VerifyAsync(tenant));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task the_balance_holds_and_each_number_opens_its_list(int seed)
    {
        var (tenant, _) = await FoldedAsync(seed);
        var rows = await AllAsync(tenant);
        foreach (var dashboard in await new DashboardQueries(ledger.Models).ListAsync(tenant))
        {
            var own = rows.Where(r => r.Connector == dashboard.Connector).ToList();
            Assert.All(dashboard.Days, d => Assert.True(d.Conservation.Holds));
            Assert.Equal(own.Count, dashboard.Conservation.Ingested);
            Assert.Equal(own.Count(r => r.State == AlertListState.Shown), dashboard.Conservation.Shown);
            Assert.Equal(own.Count(r => r.State == AlertListState.Excluded), dashboard.Conservation.Excluded);
            Assert.Equal(own.Count(r => r.State == AlertListState.Merged), dashboard.Conservation.Merged);
            Assert.Equal(own.Count, dashboard.Hours.Sum(h => h.Ingested));
            Assert.All(dashboard.BySeverity, t => Assert.Equal(
                own.Count(r => r.Severity == t.Value && r.State == AlertListState.Shown), t.Conservation.Shown));
            Assert.Equal(own.Count(r => r.State == AlertListState.Excluded), dashboard.ByExclusionRule.Sum(r => r.Count));
        }
    }

    // Folded once a seed: each test only reads.
    private Task<(string Tenant, History History)> FoldedAsync(int seed) =>
        Folded.GetOrAdd(seed, s => new Lazy<Task<(string, History)>>(() => FoldAsync(s))).Value;

    private async Task<(string Tenant, History History)> FoldAsync(int seed)
    {
        var history = RandomHistory.Of(seed, 150);
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        var random = new Random(seed);
        await ledger.FoldAsync(tenant, () => 1 + random.Next(random.Next(2) == 0 ? 4 : 60), () => random.Next(5) == 0);
        return (tenant, history);
    }

    private async Task<IReadOnlyList<AlertRow>> AllAsync(string tenant)
    {
        var queries = new AlertListQueries(ledger.Models);
        var rows = new List<AlertRow>();
        var filter = new AlertListFilter { Decision = null, Limit = 7 };
        while (true)
        {
            var page = await queries.ListAsync(tenant, filter);
            rows.AddRange(page.Items);
            if (!AlertCursor.TryParse(page.NextCursor, out var cursor))
            {
                return rows;
            }

            filter = filter with { Cursor = cursor };
        }
    }
}
