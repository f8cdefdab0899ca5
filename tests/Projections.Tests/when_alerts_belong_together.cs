using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_alerts_belong_together(Ledger ledger) : IClassFixture<Ledger>
{
    [Fact]
    public async Task an_alert_that_arrives_before_its_incident_joins_when_the_incident_comes()
    {
        var history = new History();
        var alert = history.Alert("d1");
        var incident = history.Case("s1", ["d1"]);
        var rows = await ListAsync(history);

        Assert.Equal(AlertListState.Shown, rows[alert].State);
        Assert.Equal(AlertListState.Merged, rows[incident].State);
        Assert.Equal(rows[alert].Id, rows[incident].MergedInto);
        Assert.Equal(rows[incident].Id, rows[alert].GroupId);
        Assert.Equal(2, rows[alert].GroupSize);
    }

    [Fact]
    public async Task an_alert_that_arrives_later_is_merged_and_says_by_which_rule()
    {
        var history = new History();
        var incident = history.Case("s1", ["p7"]);
        var alert = history.Alert("d1", vendorIds: "p7");
        var row = (await ListAsync(history))[alert];

        Assert.Equal(AlertListState.Merged, row.State);
        Assert.Equal(history.StateOf(incident).Id, row.MergedInto);
        Assert.Equal("alert-of-sentinel-incident", row.MergedBy);
        Assert.Equal(0, row.MergedRevision);
    }

    [Fact]
    public async Task a_defender_twin_is_merged_but_an_incident_of_sentinels_own_claims_none()
    {
        var history = new History();
        history.Case("s1", [], twin: "i1");
        history.Case("s2", []);
        var twin = history.Incident("i1");
        var other = history.Incident("1");
        var rows = await ListAsync(history);

        Assert.Equal("defender-twin-of-sentinel-incident", rows[twin].MergedBy);
        Assert.Equal(AlertListState.Shown, rows[other].State);
    }

    [Fact]
    public async Task of_two_claims_the_earlier_incident_wins_and_nothing_merges_through_a_third()
    {
        var history = new History();
        var first = history.Case("s1", ["d1"]);
        var second = history.Case("s2", ["d1", "d2"]);
        var shared = history.Alert("d1");
        var own = history.Alert("d2");
        var rows = await ListAsync(history);

        Assert.Equal(rows[first].Id, rows[shared].GroupId);
        Assert.Equal(rows[second].Id, rows[own].GroupId);
        Assert.Equal(AlertListState.Shown, rows[second].State);
    }

    [Fact]
    public async Task when_the_leader_is_excluded_the_next_admitted_member_leads()
    {
        var history = new History();
        var incident = history.Case("s1", ["d1", "d2"], severity: "Low");
        var next = history.Alert("d1", severity: "Medium");
        var last = history.Alert("d2");
        history.Configure(History.Sentinel, "High").Reevaluate(History.Sentinel);
        var rows = await ListAsync(history);

        Assert.Equal(AlertListState.Excluded, rows[incident].State);
        Assert.Equal("severities", rows[incident].ExcludedRule);
        Assert.Equal(AlertListState.Shown, rows[next].State);
        Assert.Equal(rows[next].Id, rows[last].MergedInto);
        Assert.Equal(3, rows[last].GroupSize);
    }

    [Fact]
    public async Task a_redirected_incident_is_merged_into_the_one_it_was_folded_into()
    {
        var history = new History();
        var target = history.Incident("i1");
        var gone = history.Incident("i2");
        history.Incident("i2", redirectedTo: "i1");
        var row = (await ListAsync(history))[gone];

        Assert.Equal(AlertListState.Merged, row.State);
        Assert.Equal(history.StateOf(target).Id, row.MergedInto);
        Assert.Equal(AlertRow.RedirectedRule, row.MergedBy);
    }

    [Fact]
    public async Task a_revision_of_the_incident_adds_and_takes_members()
    {
        var history = new History();
        history.Case("s1", ["d1"]);
        var taken = history.Alert("d1");
        var added = history.Alert("d2");
        history.Case("s1", ["d2"]);
        var rows = await ListAsync(history, batch: 1);

        Assert.Equal(AlertListState.Shown, rows[taken].State);
        Assert.Null(rows[taken].GroupId);
        Assert.Equal(1, rows[taken].GroupSize);
        Assert.Equal(AlertListState.Merged, rows[added].State);
    }

    [Fact]
    public async Task changed_rules_leave_no_old_merges()
    {
        var history = new History();
        history.Case("s1", ["d1"], twin: "i1");
        var alert = history.Alert("d1");
        var twin = history.Incident("i1");
        history.Rules(1, GroupRuleKind.DefenderTwinOfSentinelIncident);
        var rows = await ListAsync(history, batch: 1);

        Assert.Equal(AlertListState.Shown, rows[alert].State);
        Assert.Equal(1, rows[twin].MergedRevision);
        Assert.Equal("rule-" + GroupRuleKind.DefenderTwinOfSentinelIncident, rows[twin].MergedBy);
    }

    private async Task<IReadOnlyDictionary<string, AlertRow>> ListAsync(History history, int batch = 100)
    {
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant, () => batch);
        var page = await new AlertListQueries(ledger.Models).ListAsync(tenant, new AlertListFilter { Decision = null });
        var streams = history.AlertStreams.ToDictionary(s => history.StateOf(s).Id);
        return page.Items.ToDictionary(r => streams[r.Id]);
    }
}
