using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_groups_are_keyed
{
    private static readonly AlertFacts Sentinel = SentinelFixture.Map(SentinelFixture.Incident(), SentinelFixture.Alert("s-1")).Facts;

    [Fact]
    public void a_defender_alert_offers_what_the_incident_claims()
    {
        var alert = new AlertFacts { Title = "t", Severity = "High", Status = "new", VendorAlertIds = ["DAFF01_s-1"] };
        var rule = GroupRules.Default[0];
        Assert.Single(GroupKeys.Claims(rule, AlertKind.SentinelIncident, Sentinel).Intersect(GroupKeys.Offers(rule, AlertKind.DefenderAlert, alert)));
        Assert.Empty(GroupKeys.Offers(rule, AlertKind.DefenderIncident, alert));
    }

    [Fact]
    public void a_twin_needs_an_incident_that_defender_made()
    {
        var twin = new AlertFacts { Title = "t", Severity = "High", Status = "new", ProviderIncidentId = "501" };
        var rule = GroupRules.Default[1];
        Assert.Equal(GroupKeys.Offers(rule, AlertKind.DefenderIncident, twin), GroupKeys.Claims(rule, AlertKind.SentinelIncident, Sentinel));
        Assert.Empty(GroupKeys.Claims(rule, AlertKind.SentinelIncident, Sentinel with { ServiceSource = "Azure Sentinel" }));
    }
}
