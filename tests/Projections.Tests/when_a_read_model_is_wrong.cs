namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_a_read_model_is_wrong(Ledger ledger) : IClassFixture<Ledger>
{
    [Theory]
    [InlineData("update alert_list_g1.alerts set title = 'Harmless', severity = 'Low' where tenant_id = '{0}' and source_id = 'd1'", FindingKind.WrongRow, "alerts", "title severity")]
    [InlineData("update alert_detail_g1.alerts set document = jsonb_set(document::jsonb, '{{facts,title}}', '\"Harmless\"') where tenant_id = '{0}' and stream like '%d1'", FindingKind.WrongRow, "alerts", "document.facts.title")]
    [InlineData("update alert_list_g1.dashboard_counts set alerts = alerts + 1 where tenant_id = '{0}' and severity = 'Medium'", FindingKind.WrongRow, "dashboard_counts", "alerts")]
    [InlineData("delete from activity_g1.acts where tenant_id = '{0}' and position = 1", FindingKind.MissingRow, "acts", "")]
    [InlineData("insert into alert_list_g1.group_claims values ('{0}', 'forged', 99, gen_random_uuid())", FindingKind.ExtraRow, "group_claims", "")]
    [InlineData("update connector_health_g1.connectors set document = jsonb_set(document, '{{enabled}}', 'false') where tenant_id = '{0}' and connector = 'defender-b'", FindingKind.WrongRow, "connectors", "document.enabled")]
    public async Task the_row_and_what_differs_is_named(string tampering, FindingKind kind, string table, string columns)
    {
        var tenant = await FoldedAsync();
        Assert.Equal(1, await ledger.TamperAsync(string.Format(tampering, tenant)));

        var finding = Assert.Single(await new ReadModelVerification(ledger.Models).VerifyAsync(tenant));
        Assert.Equal(kind, finding.Kind);
        Assert.Equal(table, finding.Table);
        Assert.NotEmpty(finding.Key);
        Assert.Equal(columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), finding.Differences.Select(d => d.Column).Order());
    }

    [Fact]
    public async Task a_balance_that_does_not_hold_is_named_by_connector_and_day()
    {
        var tenant = await FoldedAsync();
        await ledger.TamperAsync($"update alert_list_g1.dashboard_days set shown = shown + 1 where tenant_id = '{tenant}' and connector = 'defender-b'");

        var findings = await new ReadModelVerification(ledger.Models).VerifyAsync(tenant);
        Assert.Contains(findings, f => f.Kind == FindingKind.Conservation && f.Key.StartsWith("connector=defender-b, day=", StringComparison.Ordinal));
        Assert.Contains(findings, f => f is { Kind: FindingKind.WrongRow, Table: "dashboard_days" });
    }

    [Fact]
    public async Task nothing_is_found_where_nothing_is_wrong_and_progress_reaches_the_end()
    {
        var tenant = await FoldedAsync();
        var seen = new Seen();

        Assert.Empty(await new ReadModelVerification(ledger.Models).VerifyAsync(tenant, seen));
        Assert.All(seen.Last.Values, p => Assert.Equal(p.Until, p.Position));
        Assert.Equal(ReadModels.Projections.Count, seen.Last.Count);
    }

    private async Task<string> FoldedAsync()
    {
        var history = new History();
        history.Alert("d1");
        history.Alert("d2", "Medium");
        history.Case("s1", ["d1"]);
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant);
        return tenant;
    }

    private sealed class Seen : IProgress<VerificationProgress>
    {
        public Dictionary<string, VerificationProgress> Last { get; } = [];

        public void Report(VerificationProgress value) => Last[value.ReadModel] = value;
    }
}
