using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>Each way to die is a state of its own, with what a person must do.</summary>
public sealed class Pain14_it_died_and_everything_is_green(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Fact]
    public async Task A_wrong_secret_is_named()
    {
        var connector = await world.AddAsync();
        world.Secret = "wrong-secret-value";
        var outcome = await world.PollAsync(connector);
        world.Secret = null;

        Assert.Equal("credential-wrong", outcome.Failure?.Code);
        var cursor = await world.CursorAsync(connector);
        Assert.Equal("credential-wrong", cursor.LastError?.Code);
        Assert.NotNull(cursor.LastError?.WhatToDo);
        Assert.NotNull(cursor.LastAttemptAt);
        Assert.Null(cursor.LastSuccessAt);
        var failed = (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowFailed>().Single();
        Assert.Equal("credential-wrong", failed.ErrorCode);
        Assert.DoesNotContain("wrong-secret-value", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_secret_is_named_and_a_stored_one_ends_it()
    {
        var connector = await world.AddAsync();
        world.Secret = "";
        var refused = await world.PollAsync(connector);
        world.Secret = null;

        Assert.Equal("secret-missing", refused.Failure?.Code);
        Assert.Null((await world.PollAsync(connector)).Failure);
        Assert.Null((await world.CursorAsync(connector)).LastError);
    }

    [Fact]
    public async Task A_rotated_secret_ends_the_backoff_at_once()
    {
        var connector = await world.AddAsync(s => s with { PollInterval = TimeSpan.FromMinutes(10) });
        world.Secret = "wrong-secret-value";
        using var stop = new CancellationTokenSource();
        await using var session = await world.Database.OpenLeaseSessionAsync();
        var run = world.NewPollers().RunAsync(session, stop.Token);
        await world.WaitForAsync(async () => (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowFailed>().Any());
        world.Secret = null;
        world.Cloud.PublishAlerts(Json.Alert("rotated", TimeProvider.System.GetUtcNow()));

        await world.AppendAsync(connector, new SecretRotated
        {
            Connector = connector,
            Revision = 1,
            Field = "credentials.clientSecret",
            By = new Actor(ActorKind.Person, "tester"),
        });

        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Contains("rotated"));
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_revoked_permission_is_named_by_the_poll_and_by_the_test()
    {
        var connector = await world.AddAsync();
        var settings = (await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!.Settings;
        world.Cloud.RevokeGraphRole(world.Cloud.Tenant.ClientId, "SecurityAlert.Read.All");
        var outcome = await world.PollAsync(connector);
        using var connection = world.OpenCloud();
        var test = await world.Pollers.TestAsync(settings, connection);
        world.Cloud.GrantGraphRole(world.Cloud.Tenant.ClientId, "SecurityAlert.Read.All");

        Assert.Equal("permission-missing", outcome.Failure?.Code);
        Assert.Contains("SecurityAlert.Read.All", outcome.Failure?.WhatToDo, StringComparison.Ordinal);
        var check = test.Checks[0];
        Assert.Equal((CheckResult.Fail, "SecurityAlert.Read.All"), (check.Result, check.Grant));
        Assert.DoesNotContain("SecurityAlert.Read.All", test.GrantedRoles);
        Assert.False(test.Passed);
    }

    [Fact]
    public async Task The_test_names_every_permission_of_a_workspace()
    {
        var connector = await world.AddSentinelAsync();
        var settings = (await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!.Settings;
        using var connection = world.OpenCloud();
        var before = await world.Pollers.TestAsync(settings, connection);
        Assert.Equal(["table-absent", "table-absent", null, null, null], before.Checks.Select(check => check.Code));
        Assert.Null((await world.PollAsync(connector)).Failure);

        var now = TimeProvider.System.GetUtcNow();
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(Guid.NewGuid().ToString(), now, "first"));
        world.Cloud.PublishSecurityAlertRows(Json.AlertRow(Guid.NewGuid().ToString(), now));
        var test = await world.Pollers.TestAsync(settings, connection);

        Assert.Equal(5, test.Checks.Count);
        Assert.All(test.Checks, check => Assert.Equal(CheckResult.Pass, check.Result));
        Assert.NotNull(test.Expiry);
    }

    [Fact]
    public async Task A_throttle_is_counted_and_waited_for_without_a_call_to_a_person()
    {
        var connector = await world.AddAsync();
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.Throttle, RetryAfterSeconds = 120 });
        await world.PollAsync(connector);
        world.Cloud.RemoveFault(fault);

        var cursor = await world.CursorAsync(connector);
        Assert.Equal(1, cursor.Throttles);
        Assert.Null(cursor.LastError?.WhatToDo);
        Assert.InRange(cursor.Live!.NextTryAt!.Value - cursor.LastAttemptAt!.Value, TimeSpan.FromSeconds(119), TimeSpan.FromSeconds(121));
    }

    [Fact]
    public async Task A_quiet_source_is_not_a_dead_one()
    {
        var connector = await world.AddAsync();
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.EmptyList });
        var quiet = await world.PollAsync(connector);
        world.Cloud.RemoveFault(fault);

        var cursor = await world.CursorAsync(connector);
        Assert.Null(quiet.Failure);
        Assert.NotNull(cursor.LastSuccessAt);
        Assert.Null(cursor.LastNewAt);
        Assert.Null(cursor.LastError);
    }

    [Theory]
    [InlineData(FaultKind.PartialContent, "partial")]
    [InlineData(FaultKind.Warning, "partial")]
    [InlineData(FaultKind.InvalidJson, "invalid-answer")]
    [InlineData(FaultKind.Status, "transient")]
    public async Task A_page_that_is_not_whole_fails_the_window(FaultKind kind, string code)
    {
        world.Cloud.PublishAlerts(Json.Alert($"whole-{kind}", TimeProvider.System.GetUtcNow().AddMinutes(-1)));
        var connector = await world.AddAsync();
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Kind = kind });
        var failed = await world.PollAsync(connector);
        world.Cloud.RemoveFault(fault);

        Assert.Equal(code, failed.Failure?.Code);
        Assert.Null((await world.CursorAsync(connector)).Watermark);
        Assert.Null((await world.PollAsync(connector)).Failure);
        Assert.Contains($"whole-{kind}", await world.IngestedAsync(connector));
    }
}
