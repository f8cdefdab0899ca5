using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_a_list_is_asked_for(Ledger ledger) : IClassFixture<Ledger>
{
    [Theory]
    [InlineData(AlertSort.IngestedDescending)]
    [InlineData(AlertSort.Ingested)]
    [InlineData(AlertSort.ModifiedDescending)]
    [InlineData(AlertSort.Modified)]
    public async Task pages_meet_every_row_once_though_rows_arrive_meanwhile(AlertSort sort)
    {
        var history = new History();
        for (var i = 0; i < 25; i++)
        {
            history.Alert($"d{i}", at: i / 5);
        }

        var tenant = await FoldedAsync(history);
        var before = history.Events.Count;
        var queries = new AlertListQueries(ledger.Models);
        var filter = new AlertListFilter { Sort = sort, Limit = 10 };
        var first = await queries.ListAsync(tenant, filter);
        history.Alert("late", at: 2);
        await ledger.AppendAsync(tenant, history.Events.Skip(before));
        await ledger.FoldAsync(tenant);
        var rest = new List<AlertRow>();
        var next = first.NextCursor;
        while (AlertCursor.TryParse(next, out var cursor))
        {
            var page = await queries.ListAsync(tenant, filter with { Cursor = cursor });
            rest.AddRange(page.Items);
            next = page.NextCursor;
        }

        var met = first.Items.Concat(rest).Select(r => r.SourceId).Where(id => id != "late").ToList();
        Assert.Equal(25, met.Count);
        Assert.Equal(25, met.Distinct().Count());
        var all = await queries.ListAsync(tenant, filter with { Limit = 200 });
        Assert.Equal(all.Items.Select(r => r.SourceId).Where(id => id != "late"), met);
    }

    [Fact]
    public async Task filters_leave_what_they_say_and_facets_count_it()
    {
        var history = new History();
        history.Configure(History.Defender, "High", "Medium");
        var one = history.Alert("d1", "High", "Ransomware 100% sure");
        history.Alert("d2", "Medium", "Odd sign-in");
        history.Alert("d3", "Low", "Odd sign-in");
        history.Case("s1", [], severity: "High");
        history.Investigate(one, InvestigationStatus.InProgress);
        var tenant = await FoldedAsync(history);
        var queries = new AlertListQueries(ledger.Models);

        async Task<string> Ids(AlertListFilter filter) =>
            string.Join(' ', (await queries.ListAsync(tenant, filter)).Items.Select(r => r.SourceId));

        Assert.Equal("s1 d2 d1", await Ids(new AlertListFilter()));
        Assert.Equal("d3", await Ids(new AlertListFilter { Decision = AlertListState.Excluded }));
        Assert.Equal("s1 d3 d2 d1", await Ids(new AlertListFilter { Decision = null }));
        Assert.Equal("s1 d1", await Ids(new AlertListFilter { Severities = ["High"] }));
        Assert.Equal("s1 d2 d1", await Ids(new AlertListFilter { Severities = ["High", "Medium"] }));
        Assert.Equal("d2 d1", await Ids(new AlertListFilter { Connector = History.Defender }));
        Assert.Equal("d1", await Ids(new AlertListFilter { Investigation = [InvestigationStatus.InProgress] }));
        Assert.Equal("d1", await Ids(new AlertListFilter { Q = "100% ransom" }));
        Assert.Equal("d1", await Ids(new AlertListFilter { Ids = [history.StateOf(one).Id] }));
        Assert.Equal("s1", await Ids(new AlertListFilter { Statuses = ["New"] }));

        var facets = await queries.FacetsAsync(tenant, new AlertListFilter { Severities = ["High"] });
        Assert.Equal(2, facets.Total);
        Assert.Equal([new ValueCount("High", 2), new ValueCount("Medium", 1)], facets.Severities);
        Assert.Equal([new ValueCount("shown", 2)], facets.Decisions);
    }

    [Fact]
    public async Task a_cursor_of_another_order_or_of_no_order_is_refused()
    {
        var tenant = await FoldedAsync(new History());
        Assert.False(AlertCursor.TryParse("nonsense", out _));
        Assert.False(AlertCursor.TryParse("!!", out _));
        Assert.True(AlertCursor.TryParse(new AlertCursor(AlertSort.Modified, 5, 7).ToString(), out var cursor));
        await Assert.ThrowsAsync<ArgumentException>(() => new AlertListQueries(ledger.Models).ListAsync(tenant, new AlertListFilter { Cursor = cursor }));
    }

    [Fact]
    public async Task hostile_lengths_break_no_index()
    {
        var history = new History();
        var huge = new string('x', 4000);
        history.Alert(huge, severity: huge, title: huge, vendorIds: huge + "y");
        history.Case("s1", [huge + "y"]);
        var tenant = await FoldedAsync(history);
        var rows = (await new AlertListQueries(ledger.Models).ListAsync(tenant, new AlertListFilter { Decision = null })).Items;

        Assert.Equal(2, rows[0].GroupSize);
        Assert.Equal(64, rows[1].Severity.Length);
    }

    private async Task<string> FoldedAsync(History history)
    {
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant);
        return tenant;
    }
}
