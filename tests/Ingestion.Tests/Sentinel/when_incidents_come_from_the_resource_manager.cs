using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;
using static Dropzone.Ledger.Ingestion.Tests.Sentinel.SentinelStory;

namespace Dropzone.Ledger.Ingestion.Tests.Sentinel;

public sealed class when_incidents_come_from_the_resource_manager(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Fact]
    public async Task one_that_the_table_does_not_hold_is_recorded_with_its_alerts_and_entities()
    {
        var (name, alert) = (Id(), Id());
        world.Cloud.PublishSecurityAlertRows(Json.AlertRow(alert, At(3000)), new Publication(VisibleAt: At(3000)));
        world.Cloud.PublishArmIncident(Arm(name, At(60)), [alert]);
        var connector = await world.AddSentinelAsync();

        await world.PollAllAsync(connector);
        await world.PollAllAsync(connector);

        var first = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, name, AlertKind.SentinelIncident)));
        Assert.Equal(("Collection activity", "Medium", "New", "4711", "law-soc"), (first.Facts.Title, first.Facts.Severity, first.Facts.Status, first.Facts.ProviderIncidentId, first.Facts.Workspace));
        Assert.Equal(["TICKET-1"], first.Facts.Tags);
        Assert.True(Assert.Single(first.Facts.Alerts).Found);
        Assert.Equal(1, first.Facts.EntityCount);
        var vault = await world.Database.Vault.ReadAsync(PollingWorld.Tenant, [first.Payload!.Commitment, first.Entities!.Commitment]);
        using var payload = JsonDocument.Parse(vault[first.Payload.Commitment].Bytes);
        Assert.Equal(name, payload.RootElement.GetProperty("arm").GetProperty("name").GetString());
        var entities = JsonSerializer.Deserialize<JsonElement>(vault[first.Entities.Commitment].Bytes.Span);
        Assert.Equal("nb-0417", entities.GetProperty("items")[0].GetProperty("properties").GetProperty("hostName").GetString());
    }

    [Fact]
    public async Task one_that_the_table_told_of_is_passed_over_and_costs_no_further_request()
    {
        var name = Id();
        world.Cloud.PublishSentinelIncident(Arm(name, At(50)), [], new Publication(VisibleAt: At(50)));
        var connector = await world.AddSentinelAsync();
        world.Cloud.ClearRequests();

        await world.PollAllAsync(connector);

        Assert.Single(await world.AlertAsync(connector, name, AlertKind.SentinelIncident));
        Assert.DoesNotContain(world.Cloud.Requests, request => request.PathAndQuery.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task the_daily_second_look_is_taken_once_a_day_though_the_list_is_read_behind_the_clock()
    {
        var connector = await world.AddSentinelAsync();
        await world.PollAllAsync(connector);

        var again = await world.PollAllAsync(connector);

        Assert.Equal(1, again.Single(outcome => outcome.Resource == "arm-incidents/law-soc").Windows);
    }

    [Fact]
    public async Task a_row_that_comes_later_takes_its_place_and_the_list_never_overrules_it()
    {
        var (name, modified) = (Id(), At(45));
        world.Cloud.PublishArmIncident(Arm(name, modified), []);
        var connector = await world.AddSentinelAsync();
        await world.PollAllAsync(connector);

        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, modified, "From the table"));
        await world.PollAllAsync(connector);
        await world.PollAllAsync(connector);

        var state = (await world.StateAsync(connector, name, AlertKind.SentinelIncident))!;
        Assert.Equal("From the table", state.Facts.Title);
        Assert.Equal(2, state.KnownVersions.Count);
    }

    [Fact]
    public async Task what_changed_a_moment_ago_is_left_to_the_table()
    {
        var name = Id();
        world.Cloud.PublishArmIncident(Arm(name, At(0.5)), []);
        var connector = await world.AddSentinelAsync();

        await world.PollAllAsync(connector);

        Assert.Null(await world.StateAsync(connector, name, AlertKind.SentinelIncident));
    }

    [Fact]
    public async Task alerts_that_cannot_be_had_are_a_warning_and_the_incident_is_recorded()
    {
        var name = Id();
        world.Cloud.PublishArmIncident(Arm(name, At(40)), []);
        var connector = await world.AddSentinelAsync();
        var fault = world.Cloud.AddFault(new Fault { Service = "arm", Path = $"{name}/alerts", Kind = FaultKind.Status, Status = 500 });

        await world.PollAllAsync(connector);
        world.Cloud.RemoveFault(fault);

        var first = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, name, AlertKind.SentinelIncident)));
        Assert.Equal("alerts: not read from the resource manager (transient)", Assert.Single(first.Warnings));
    }
}
