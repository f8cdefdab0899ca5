
namespace Dropzone.Ledger.Projections.Tests;

/// <summary>As of a position is what a fresh fold up to that position says: of the list, of one alert, of the dashboards, across changes of rules.</summary>
public sealed class when_a_moment_of_the_past_is_asked_for(Ledger ledger) : IClassFixture<Ledger>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(101, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task it_equals_a_fresh_fold_up_to_there(int seed)
    {
        var random = new Random(seed);
        var history = RandomHistory.Of(seed, 150);
        var whole = await ledger.TenantAsync();
        await ledger.AppendAsync(whole, history.Events);
        await ledger.FoldAsync(whole, () => 1 + random.Next(60), () => random.Next(5) == 0);

        // Grown beside it, looked at now and then: each look is at a ledger that has no future.
        var grown = await ledger.TenantAsync();
        var recorded = 0;
        while (recorded < history.Events.Count)
        {
            var next = Math.Min(history.Events.Count, recorded + 1 + random.Next(25));
            await ledger.AppendAsync(grown, history.Events.Skip(recorded).Take(next - recorded));
            await ledger.FoldAsync(grown, () => 1 + random.Next(60));
            recorded = next;
            await SameAsync(whole, grown, next);
        }
    }

    [Fact]
    public async Task marks_of_the_counters_change_nothing()
    {
        // More than two marks, and alerts that change across them.
        var history = new History();
        var alerts = Enumerable.Range(0, 700).Select(i => history.Alert($"d{i}", i % 3 == 0 ? "High" : "Low", at: i % 50)).ToList();
        history.Rules(1, [.. Domain.Groups.GroupRules.Default, new("same", Domain.Groups.GroupRuleKind.SameFacts) { Facts = ["title", "severity"] }]);
        foreach (var (alert, i) in alerts.Select(static (a, i) => (a, i)))
        {
            history.Investigate(alert, Domain.Investigations.InvestigationStatus.InProgress);
            if (i % 2 == 0)
            {
                history.Investigate(alert, Domain.Investigations.InvestigationStatus.Closed, Domain.Investigations.Conclusion.Benign);
            }
        }

        history.Rules(2, [.. Domain.Groups.GroupRules.Default]);
        for (var i = 0; i < 300; i++)
        {
            history.Alert($"d{i}", "Medium", at: 60);
        }

        var whole = await ledger.TenantAsync();
        await ledger.AppendAsync(whole, history.Events);
        await ledger.FoldAsync(whole, () => 430);
        var grown = await ledger.TenantAsync();
        var recorded = 0;
        foreach (var at in (int[])[400, 704, 705, 999, 1000, 1001, 1500, 1755, 1756, 2000, history.Events.Count])
        {
            await ledger.AppendAsync(grown, history.Events.Skip(recorded).Take(at - recorded));
            await ledger.FoldAsync(grown, () => 170);
            recorded = at;
            await SameAsync(whole, grown, at);
        }

        Assert.Empty(await new ReadModelVerification(ledger.Models).VerifyAsync(whole));
    }

    [Fact]
    public async Task the_difference_of_two_lists_names_what_came_what_left_and_by_which_event()
    {
        var random = new Random(7);
        var history = RandomHistory.Of(211, 120);
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant);
        var head = (await ledger.Database.Log.HeadAsync(tenant)).Position;
        foreach (var filter in (AlertListFilter[])[new(), new() { Decision = AlertListState.Merged }, new() { Decision = null, Severities = ["High"] }])
        {
            for (var round = 0; round < 6; round++)
            {
                var from = random.NextInt64(0, head);
                var to = random.NextInt64(from + 1, head + 1);
                var before = (await AllAsync(tenant, filter, from)).Select(static r => r.Id).ToHashSet();
                var after = (await AllAsync(tenant, filter, to)).Select(static r => r.Id).ToHashSet();
                var changes = await ChangesAsync(tenant, filter, from, to);
                Assert.Equal(after.Except(before).Order(), changes.Where(static c => c.Appeared).Select(static c => c.Row.Id).Order());
                Assert.Equal(before.Except(after).Order(), changes.Where(static c => !c.Appeared).Select(static c => c.Row.Id).Order());
                foreach (var change in changes)
                {
                    // Just before its event it was the other way, and from there on it stays as it is.
                    async Task<bool> IsOnAsync(long at) => (await AllAsync(tenant, filter with { Ids = [change.Row.Id] }, at)).Count > 0;
                    Assert.InRange(change.Position, from + 1, to);
                    Assert.Equal(!change.Appeared, await IsOnAsync(change.Position - 1));
                    Assert.Equal(change.Appeared, await IsOnAsync(change.Position));
                }
            }
        }
    }

    private async Task SameAsync(string whole, string grown, long position)
    {
        var (then, now) = (await new DashboardQueries(ledger.Models).AsOfAsync(whole, null, position), await new DashboardQueries(ledger.Models).ListAsync(grown));
        Assert.Equal(Text(now), Text(then.Dashboards));
        foreach (var filter in (AlertListFilter[])[new() { Decision = null }, new() { Sort = AlertSort.Modified }, new() { Decision = AlertListState.Merged, Severities = ["High", "Low"] }])
        {
            Assert.Equal(Text(await PresentAsync(grown, filter)), Text(await AllAsync(whole, filter, position)));
        }
    }

    // Two tenants are not recorded at the same moment.
    private static string Text(IEnumerable<AlertRow> rows) => string.Join('\n', rows.Select(static r => System.Text.Json.JsonSerializer.Serialize(
        r with { IngestedAt = default, RevisedAt = r.RevisedAt is null ? null : default(DateTimeOffset) })));

    private static string Text(IEnumerable<ConnectorDashboard> dashboards) => string.Join('\n', dashboards.Select(static d => System.Text.Json.JsonSerializer.Serialize(
        d with { Hours = [new HourCount(default, d.Hours.Sum(static h => h.Ingested))], Days = [new DayConservation(default, d.Conservation)],
            Work = null, Tickets = d.Tickets is null ? null : d.Tickets with { WaitingSince = null } })));

    private async Task<List<AlertRow>> PresentAsync(string tenant, AlertListFilter filter)
    {
        var rows = new List<AlertRow>();
        AlertCursor? cursor = null;
        do
        {
            var page = await new AlertListQueries(ledger.Models).ListAsync(tenant, filter with { Limit = 200, Cursor = cursor });
            rows.AddRange(page.Items);
            cursor = AlertCursor.TryParse(page.NextCursor, out var next) ? next : null;
        }
        while (cursor is not null);
        return rows;
    }

    private async Task<List<AlertRow>> AllAsync(string tenant, AlertListFilter filter, long position)
    {
        var rows = new List<AlertRow>();
        AlertCursor? cursor = null;
        do
        {
            var (_, page) = await new PastAlerts(ledger.Models).ListAsync(tenant, filter with { Limit = 37, Cursor = cursor }, position);
            rows.AddRange(page.Items);
            cursor = AlertCursor.TryParse(page.NextCursor, out var next) ? next : null;
        }
        while (cursor is not null);
        return rows;
    }

    private async Task<List<ListChange>> ChangesAsync(string tenant, AlertListFilter filter, long from, long to)
    {
        var changes = new List<ListChange>();
        (long, long)? after = (0, 0);
        while (after is { } key)
        {
            var page = await new PastAlerts(ledger.Models).CompareAsync(tenant, filter with { Limit = 5 }, from, to, key);
            changes.AddRange(page.Changes);
            after = page.Next;
        }

        return changes;
    }
}
