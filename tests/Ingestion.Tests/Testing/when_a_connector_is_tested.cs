using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Testing;

/// <summary>Test &amp; Save, permission by permission. Nothing is changed at the source.</summary>
public sealed class when_a_connector_is_tested(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Legacy = "SecurityEvents.Read.All";
    private static readonly TimeProvider Time = TimeProvider.System;

    private Guid App => world.Cloud.Tenant.ClientId;

    [Fact]
    public async Task The_roles_of_the_token_are_shown_and_what_guides_ask_for_in_vain_is_named()
    {
        var test = await TestAsync();

        Assert.True(test.Passed);
        Assert.Contains("SecurityAlert.Read.All", test.GrantedRoles);
        Assert.False(Assert.Single(test.NotNeeded, p => p.Permission == Legacy).Granted);

        world.Cloud.GrantGraphRole(App, Legacy);
        world.Cloud.GrantGraphRole(App, "SecurityAlert.ReadWrite.All");
        var wider = await TestAsync();
        world.Cloud.RevokeGraphRole(App, Legacy);
        world.Cloud.RevokeGraphRole(App, "SecurityAlert.ReadWrite.All");

        Assert.Equal([Legacy, "SecurityAlert.ReadWrite.All"], wider.NotNeeded.Where(p => p.Granted).Select(p => p.Permission));
    }

    [Fact]
    public async Task The_days_to_the_secrets_end_are_read_and_without_the_permission_they_are_unknown_and_nothing_fails()
    {
        Assert.NotNull((await TestAsync()).Expiry);

        world.Cloud.RevokeGraphRole(App, "Application.Read.All");
        var test = await TestAsync();
        world.Cloud.GrantGraphRole(App, "Application.Read.All");

        Assert.Null(test.Expiry);
        var row = test.Checks[^1];
        Assert.Equal((CheckResult.Unknown, "Application.Read.All"), (row.Result, row.Grant));
        Assert.Contains("Application.Read.All", row.WhatToDo, StringComparison.Ordinal);
        Assert.True(test.Passed);
    }

    [Fact]
    public async Task An_end_that_is_near_is_warned_of()
    {
        var soon = world.Cloud.AddSecret(App, TimeSpan.FromDays(5))!;
        using var connection = world.OpenCloud(soon.Value);
        var test = await world.Pollers.TestAsync(Settings(), connection);

        // The simulator's secrets share their first characters, as those of one tenant may: the earliest end is the one to warn of.
        Assert.Equal(7, test.Expiry!.WarnedAt);
        Assert.NotNull(test.Expiry.WhatToDo);
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_is_one_row_and_says_what_to_enter()
    {
        using var connection = world.OpenCloud("wrong-secret-value");
        var row = Assert.Single((await world.Pollers.TestAsync(Settings(), connection)).Checks);

        Assert.Equal((CheckResult.Fail, "credential-wrong"), (row.Result, row.Code));
        Assert.Contains("value", row.WhatToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_asks_to_wait_is_reported_as_unknown_and_not_waited_for()
    {
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.Throttle, RetryAfterSeconds = 900 });
        var began = Time.GetTimestamp();
        var test = await TestAsync();
        world.Cloud.RemoveFault(fault);

        Assert.Equal("throttled", test.Checks[0].Code);
        Assert.Equal(CheckResult.Unknown, test.Checks[0].Result);
        Assert.Contains("test again in 15 minutes", test.Checks[0].WhatToDo, StringComparison.Ordinal);
        Assert.InRange(Time.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_secret_that_ended_fails_the_test_although_polls_go_on_with_the_token_that_they_have()
    {
        using var polling = world.OpenCloud();
        var since = new AlertQuery(Time.GetUtcNow().AddHours(-1), null);
        Assert.True((await polling.Graph.ListAlertsAsync(since)).TryGet(out _, out _));
        world.Cloud.ExpireSecrets(App);
        var test = await TestAsync();
        var goesOn = await polling.Graph.ListAlertsAsync(since);
        world.Secret = world.Cloud.AddSecret(App, TimeSpan.FromDays(300))!.Value;

        Assert.Equal("credential-expired", Assert.Single(test.Checks).Code);
        Assert.False(test.Passed);
        Assert.True(goesOn.TryGet(out _, out _));
    }

    [Fact]
    public async Task The_write_right_is_read_and_never_tried()
    {
        world.Cloud.RevokeAzureRole(App, "Microsoft Sentinel Responder");
        world.Cloud.GrantAzureRole(App, "Microsoft Sentinel Reader");
        world.Cloud.ClearRequests();
        var there = world.Cloud.Tenant;
        using var connection = world.OpenCloud();
        var test = await world.Pollers.TestAsync(
            new SentinelSettings
            {
                Credentials = Settings().Credentials,
                Workspaces = [new(there.WorkspaceName, there.WorkspaceId.ToString(), there.SubscriptionId.ToString(), there.ResourceGroup)],
            },
            connection);
        world.Cloud.GrantAzureRole(App, "Microsoft Sentinel Responder");

        var write = Assert.Single(test.Checks, check => check.Name.StartsWith("Write", StringComparison.Ordinal));
        Assert.Equal(CheckResult.Unknown, write.Result);
        Assert.Contains("Microsoft Sentinel Responder", write.WhatToDo, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Cloud.Requests, request => request.Method is "PUT" or "DELETE" or "PATCH");
        Assert.True(test.Passed);
    }

    private async Task<ConnectorTest> TestAsync()
    {
        using var connection = world.OpenCloud();
        return await world.NewPollers().TestAsync(Settings(), connection);
    }

    private Microsoft365Settings Settings() => new()
    {
        Credentials = new() { ClientId = App.ToString(), TenantId = world.Cloud.Tenant.TenantId.ToString() },
    };
}
