using Dropzone.Ledger.Domain.Alerts;
using Npgsql;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_alerts_are_searched(Ledger ledger) : IClassFixture<Ledger>
{
    private AlertListQueries Queries => new(ledger.Models);

    [Fact]
    public async Task title_source_id_incident_number_and_vendor_ids_are_found_whatever_their_case_and_order()
    {
        var history = new History();
        history.Alert("DAB-77", title: "Ransomware 100% sure", vendorIds: "vendor-abc");
        history.Incident("inc-555");
        history.Case("case-9", ["vendor-xyz"], twin: "4711");
        history.Alert("other", title: "Odd 100 percent");
        var tenant = await FoldedAsync(history);

        Assert.Equal("DAB-77", await IdsAsync(tenant, "100% ransom"));
        Assert.Equal("DAB-77", await IdsAsync(tenant, "dab-77"));
        Assert.Equal("DAB-77", await IdsAsync(tenant, "VENDOR-ABC"));
        Assert.Equal("inc-555", await IdsAsync(tenant, "inc-555"));
        Assert.Equal("case-9", await IdsAsync(tenant, "4711"));
        Assert.Equal("case-9", await IdsAsync(tenant, "vendor-xyz"));
        Assert.Equal("", await IdsAsync(tenant, "vendor_xyz"));
        Assert.Equal("", await IdsAsync(tenant, "ransomware vendor-xyz"));
        Assert.Equal("", await IdsAsync(tenant, @"ransom\"));
    }

    [Fact]
    public async Task a_later_version_is_found_by_its_own_title_and_an_older_one_that_arrives_late_changes_nothing()
    {
        var history = new History();
        history.Alert("d1", title: "Before", at: 10);
        history.Alert("d1", title: "Afterwards", at: 20);
        history.Alert("d1", title: "Belated", at: 5);
        var tenant = await FoldedAsync(history);

        Assert.Equal("d1", await IdsAsync(tenant, "afterwards"));
        Assert.Equal("", await IdsAsync(tenant, "before"));
        Assert.Equal("", await IdsAsync(tenant, "belated"));
    }

    [Theory]
    [InlineData(AlertSort.IngestedDescending)]
    [InlineData(AlertSort.Ingested)]
    [InlineData(AlertSort.ModifiedDescending)]
    public async Task pages_of_a_search_meet_every_hit_once_though_the_filter_leaves_few_of_them(AlertSort sort)
    {
        var history = new History();
        for (var i = 0; i < 1_200; i++)
        {
            history.Alert($"d{i}", i % 100 == 0 ? "High" : "Low", i % 2 == 0 ? "A common word" : "Something else", at: i);
        }

        var tenant = await FoldedAsync(history);
        var filter = new AlertListFilter { Q = "common", Severities = ["High", "Critical"], Sort = sort, Limit = 5 };
        var met = new List<string>();
        string? next = null;
        do
        {
            var page = await Queries.ListAsync(tenant, filter with { Cursor = AlertCursor.TryParse(next, out var cursor) ? cursor : null });
            met.AddRange(page.Items.Select(static r => r.SourceId));
            next = page.NextCursor;
        }
        while (next is not null);

        var expected = Enumerable.Range(0, 12).Select(static i => $"d{i * 100}");
        Assert.Equal(sort == AlertSort.Ingested ? expected : expected.Reverse(), met);
    }

    [Fact]
    public async Task nobody_finds_the_alerts_of_another_tenant()
    {
        var history = new History();
        history.Alert("d1", title: "Unmistakable");
        var (tenant, other) = (await FoldedAsync(history), await ledger.TenantAsync());
        Assert.Equal("d1", await IdsAsync(tenant, "unmistakable"));
        Assert.Equal("", await IdsAsync(other, "unmistakable"));

        await using var transaction = await ledger.Database.BeginAsync(other);
        await using var find = new NpgsqlCommand(
            "SELECT * FROM alert_search_g1.find($1, ARRAY['%unmistakable%'], 0, 9223372036854775807, true, 10)", transaction.Connection, transaction.Transaction);
        find.Parameters.Add(new NpgsqlParameter { Value = tenant });
        var refused = await Assert.ThrowsAsync<PostgresException>(() => find.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task a_pattern_is_text_and_never_a_statement()
    {
        var history = new History();
        history.Alert("d1", title: "Robert'); DROP TABLE alerts;--");
        var tenant = await FoldedAsync(history);
        Assert.Equal("d1", await IdsAsync(tenant, "robert');"));
        Assert.Equal("d1", await IdsAsync(tenant, "drop table"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("ab", false)]
    [InlineData("a-b c1", false)]
    [InlineData("%%% ___ abc", true)]
    [InlineData("été", true)]
    public void a_search_needs_three_letters_or_digits_in_a_row(string? text, bool found) =>
        Assert.Equal(found, SearchWords.Of(text)?.CanBeFound ?? false);

    [Fact]
    public void a_text_holds_each_part_on_a_line_of_its_own_and_has_an_end()
    {
        var facts = new AlertFacts { Title = "Same", Severity = "High", Status = "new", VendorAlertIds = [.. Enumerable.Range(0, 1_000).Select(static i => $"vendor-{i}")] };
        var text = AlertText.Of("same-id", facts);
        Assert.StartsWith("Same\nsame-id\nvendor-0\n", text, StringComparison.Ordinal);
        Assert.Equal(8_000, text.Length);
    }

    private async Task<string> IdsAsync(string tenant, string words) =>
        string.Join(' ', (await Queries.ListAsync(tenant, new AlertListFilter { Q = words, Decision = null })).Items.Select(static r => r.SourceId));

    private async Task<string> FoldedAsync(History history)
    {
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant);
        return tenant;
    }
}
