using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Polling;

public sealed class when_sentinel_incidents_are_polled(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const string Resource = "incidents/law-soc";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task an_incident_comes_with_its_alerts_as_facts_and_its_rows_as_payload()
    {
        var (name, alert) = (Id(), Id());
        world.Cloud.PublishSecurityAlertRows(Json.AlertRow(alert, Now.AddMinutes(-30)), At(-30));
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, Now.AddMinutes(-29), "Collection activity", alert), At(-29));
        var connector = await world.AddSentinelAsync();

        var outcome = await world.PollAsync(connector);

        Assert.Null(outcome.Failure);
        var state = (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!;
        Assert.True(Assert.Single(state.Facts.Alerts).Found);
        Assert.Equal("law-soc", state.Facts.Workspace);
        var vault = await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [state.Payload!.Commitment]);
        Assert.Single(SentinelPayload.Read(vault[state.Payload.Commitment].Bytes)!.Alerts);
        Assert.Equal(Resource, (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>().First().Resource);
    }

    [Fact]
    public async Task an_alert_row_that_comes_after_its_incident_brings_the_incident_again()
    {
        var (name, alert) = (Id(), Id());
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, Now.AddMinutes(-28), "Late alert", alert), At(-28));
        var connector = await world.AddSentinelAsync(s => s with { LogIngestionDelay = TimeSpan.FromMinutes(1) });
        await world.PollAsync(connector);
        Assert.False(Assert.Single((await world.StateAsync(connector, name, AlertKind.SentinelIncident))!.Facts.Alerts).Found);

        world.Cloud.PublishSecurityAlertRows(Json.AlertRow(alert, Now.AddMinutes(-28)));
        await world.PollAsync(connector);
        await world.PollAsync(connector);

        var events = await world.AlertAsync(connector, name, AlertKind.SentinelIncident);
        Assert.Equal(["AlertIngested", "AlertRevised"], events.Select(e => e.GetType().Name));
        Assert.True(Assert.Single((await world.StateAsync(connector, name, AlertKind.SentinelIncident))!.Facts.Alerts).Found);
    }

    [Fact]
    public async Task every_row_of_an_incident_is_a_version_and_pages_of_rows_lose_none()
    {
        var name = Id();
        for (var i = 0; i < 7; i++)
        {
            world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, Now.AddMinutes(-20 + i), $"Title {i}"), At(-20 + i));
        }

        var connector = await world.AddSentinelAsync();
        var outcome = await world.PollAsync(connector, world.NewPollers(options: new PollerOptions { SentinelPageSize = 3 }));

        Assert.Null(outcome.Failure);
        var state = (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!;
        Assert.Equal(7, state.KnownVersions.Count);
        Assert.Equal("Title 6", state.Facts.Title);
        Assert.Equal(0, (await world.PollAsync(connector)).Counts.Revised);
    }

    [Fact]
    public async Task a_partial_answer_fails_the_window_and_moves_nothing()
    {
        var connector = await world.AddSentinelAsync();
        var fault = world.Cloud.AddFault(new Fault { Service = "logAnalytics", Kind = FaultKind.PartialError });

        var failed = await world.PollAsync(connector);
        world.Cloud.RemoveFault(fault);

        Assert.Equal("partial", failed.Failure?.Code);
        Assert.Null((await world.CursorAsync(connector, Resource)).Watermark);
        Assert.Single((await world.EventsAsync($"connector/{connector}")).OfType<PollWindowFailed>());
        Assert.Null((await world.PollAsync(connector)).Failure);
    }

    [Fact]
    public async Task an_unknown_workspace_names_the_role_to_grant()
    {
        var connector = await world.AddSentinelAsync(s => s with { Workspaces = [s.Workspaces[0] with { WorkspaceId = Guid.NewGuid().ToString() }] });

        var failed = await world.PollAsync(connector);

        Assert.Equal("workspace-not-found-or-no-role", failed.Failure?.Code);
        Assert.Contains("Reader", (await world.CursorAsync(connector, Resource)).LastError?.WhatToDo, StringComparison.Ordinal);
    }

    private static string Id() => Guid.NewGuid().ToString();

    private static Publication At(double minutes) => new(VisibleAt: Now.AddMinutes(minutes));
}
