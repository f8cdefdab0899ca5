using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Ingestion.Tests.Setup;

namespace Dropzone.Ledger.Ingestion.Tests.Microsoft365;

public sealed class when_dlp_alerts_are_polled(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string User = "c0ffee00-aaaa-4bbb-8ccc-0123456789ab";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task the_enforcement_mode_of_its_event_decides()
    {
        world.Cloud.PublishDlpEvent(Now.AddMinutes(-10), User, "Payroll.xlsx", 1);
        var connector = await world.AddAsync(s => s with { DlpEnforcementModes = ["block"] });
        world.Cloud.PublishAlerts(Alert("dlp-audit", Now.AddMinutes(-10)));
        await world.PollAllAsync(connector);
        var state = await world.StateAsync(connector, "dlp-audit");
        Assert.Equal(["audit"], state!.Facts.EnforcementModes);
        Assert.Equal("dlpEnforcementModes", Assert.IsType<Excluded>(state.Decision).Rule);
    }

    [Fact]
    public async Task a_mode_that_cannot_be_had_is_said_and_the_alert_is_shown()
    {
        world.Cloud.RevokeGraphRole(world.Cloud.Tenant.ClientId, "ThreatHunting.Read.All");
        var connector = await world.AddAsync(s => s with { DlpEnforcementModes = ["block"] });
        world.Cloud.PublishAlerts(Alert("dlp-refused", Now.AddMinutes(-60)));
        var outcome = await world.PollAllAsync(connector);
        world.Cloud.GrantGraphRole(world.Cloud.Tenant.ClientId, "ThreatHunting.Read.All");
        Assert.All(outcome, resource => Assert.Null(resource.Failure));
        var state = await world.StateAsync(connector, "dlp-refused");
        Assert.IsType<Included>(state!.Decision);
        Assert.Contains(state.Warnings, warning => warning.StartsWith("enforcementModes: not known: permission-missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task nothing_is_asked_when_every_mode_is_shown()
    {
        var connector = await world.AddAsync();
        world.Cloud.PublishAlerts(Alert("dlp-unasked", Now.AddMinutes(-90)));
        world.Cloud.ClearRequests();
        await world.PollAllAsync(connector);
        Assert.DoesNotContain(world.Cloud.Requests, request => request.PathAndQuery.Contains("runHuntingQuery", StringComparison.Ordinal));
        Assert.Empty((await world.StateAsync(connector, "dlp-unasked"))!.Warnings);
    }

    private static string Alert(string id, DateTimeOffset at) => $$"""
        {"id":"{{id}}","title":"DLP policy matched","severity":"low","status":"new","serviceSource":"dataLossPrevention","createdDateTime":"{{Json.Time(at)}}","lastUpdateDateTime":"{{Json.Time(Now)}}",
         "firstActivityDateTime":"{{Json.Time(at)}}","lastActivityDateTime":"{{Json.Time(at)}}",
         "evidence":[{"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"azureAdUserId":"{{User}}"} }]}
        """;
}
