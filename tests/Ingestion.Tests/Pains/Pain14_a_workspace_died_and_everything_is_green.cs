using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>The ways to die of Log Analytics and of the resource manager: each names its own resource and leaves the other alone.</summary>
public sealed class Pain14_a_workspace_died_and_everything_is_green(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Theory]
    [InlineData("logAnalytics", "incidents/", FaultKind.PartialError, "partial")]
    [InlineData("logAnalytics", "incidents/", FaultKind.InvalidJson, "invalid-answer")]
    [InlineData("logAnalytics", "incidents/", FaultKind.Status, "transient")]
    [InlineData("logAnalytics", "incidents/", FaultKind.Throttle, "throttled")]
    [InlineData("arm", "arm-incidents/", FaultKind.InvalidJson, "invalid-answer")]
    [InlineData("arm", "arm-incidents/", FaultKind.Status, "transient")]
    [InlineData("arm", "arm-incidents/", FaultKind.Throttle, "throttled")]
    public async Task The_table_and_the_resource_manager_die_each_by_itself(string service, string resource, FaultKind kind, string code)
    {
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(Guid.NewGuid().ToString(), TimeProvider.System.GetUtcNow().AddMinutes(-1), "known"));
        var connector = await world.AddSentinelAsync();
        var (one, fault) = (resource + world.Cloud.Tenant.WorkspaceName, world.Cloud.AddFault(new Fault { Service = service, Kind = kind, RetryAfterSeconds = 30 }));
        var outcomes = await world.PollAllAsync(connector, world.NewPollers());
        world.Cloud.RemoveFault(fault);

        Assert.Equal(code, outcomes.Single(outcome => outcome.Resource == one).Failure?.Code);
        Assert.All(outcomes.Where(outcome => outcome.Resource != one), outcome => Assert.Null(outcome.Failure));
        var cursor = await world.CursorAsync(connector, one);
        Assert.Equal((code, null), (cursor.LastError?.Code, cursor.Watermark));
        Assert.Null(cursor.LastSuccessAt);

        Assert.All(await world.PollAllAsync(connector, world.NewPollers()), outcome => Assert.Null(outcome.Failure));
        Assert.Null((await world.CursorAsync(connector, one)).LastError);
    }

    [Fact]
    public async Task A_role_taken_from_the_workspace_is_named_for_both_of_its_sources()
    {
        var connector = await world.AddSentinelAsync();
        world.Cloud.RevokeAzureRole(world.Cloud.Tenant.ClientId, "Microsoft Sentinel Responder");
        var outcomes = await world.PollAllAsync(connector);
        world.Cloud.GrantAzureRole(world.Cloud.Tenant.ClientId, "Microsoft Sentinel Responder");

        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, outcome =>
        {
            Assert.Contains(outcome.Failure?.Code, (string[])["workspace-not-found-or-no-role", "permission-missing"]);
            Assert.Contains("Sentinel Reader", outcome.Failure?.WhatToDo, StringComparison.Ordinal);
        });
        Assert.All(await world.PollAllAsync(connector), outcome => Assert.Null(outcome.Failure));
    }
}
