using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Ingestion.Tests.Microsoft365;

public sealed class when_its_options_are_tested(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Fact]
    public async Task every_permission_of_every_option_is_tried_by_name()
    {
        world.Cloud.OpenMailbox(SimulatedCloud.ReportingMailbox);
        Assert.Equal(
            ["SecurityAlert.Read.All", "ThreatSubmission.Read.All", "Mail.Read", "ThreatHunting.Read.All"],
            (await ChecksAsync()).Where(c => c.Result == CheckResult.Pass && !c.Grant.Contains("Exchange", StringComparison.Ordinal) && c.Grant != "Application.Read.All").Select(c => c.Grant));
        Assert.Equal(CheckResult.Pass, Quarantine(await ChecksAsync()).Result);
    }

    [Fact]
    public async Task a_missing_one_says_what_to_grant()
    {
        var app = world.Cloud.Tenant.ClientId;
        world.Cloud.OpenMailbox(SimulatedCloud.ReportingMailbox);
        world.Cloud.RevokeExchangeRole(app, "Exchange.ManageAsApp");
        world.Cloud.RevokeGraphRole(app, "ThreatSubmission.Read.All");
        var checks = await ChecksAsync();
        world.Cloud.GrantExchangeRole(app, "Exchange.ManageAsApp");
        world.Cloud.GrantGraphRole(app, "ThreatSubmission.Read.All");
        Assert.Equal(CheckResult.Fail, Quarantine(checks).Result);
        Assert.Contains("Exchange.ManageAsApp", Quarantine(checks).WhatToDo, StringComparison.Ordinal);
        Assert.Contains("ThreatSubmission.Read.All", checks.Single(c => c.Grant == "ThreatSubmission.Read.All").WhatToDo, StringComparison.Ordinal);
    }

    private static PermissionCheck Quarantine(IReadOnlyList<PermissionCheck> checks) => checks.Single(c => c.Grant.StartsWith("Exchange.", StringComparison.Ordinal));

    private async Task<IReadOnlyList<PermissionCheck>> ChecksAsync()
    {
        using var connection = world.OpenCloud();
        var there = world.Cloud.Tenant;
        return (await world.NewPollers().TestAsync(
            new Microsoft365Settings
            {
                Credentials = new() { ClientId = there.ClientId.ToString(), TenantId = there.TenantId.ToString(), OrganizationId = there.Domain },
                EmailThreatSubmissions = true,
                MailboxPhishing = new MailboxPhishingSettings { Enabled = true, Address = SimulatedCloud.ReportingMailbox },
                Powershell = new PowerShellSettings { Enabled = true },
                DlpEnforcementModes = ["block"],
            },
            connection)).Checks;
    }
}
