using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using static Dropzone.Ledger.Ingestion.Tests.Sentinel.SentinelStory;

namespace Dropzone.Ledger.Ingestion.Tests.Sentinel;

public sealed class when_incidents_are_redirected(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Fact]
    public async Task the_one_that_took_over_its_alerts_is_named_once()
    {
        var (loser, winner, alert) = (Id(), Id(), Id());
        world.Cloud.PublishSentinelIncident(Arm(loser, At(50), 11, providerId: "501"), [alert], new Publication(VisibleAt: At(50)));
        world.Cloud.PublishSentinelIncident(Arm(winner, At(49), 12, providerId: "502"), [Id()], new Publication(VisibleAt: At(49)));
        var connector = await world.AddSentinelAsync();
        await world.PollAllAsync(connector);

        Assert.True(world.Cloud.MergeIncidents(loser, winner));

        // The rows of a change become queryable a moment after it.
        world.Cloud.ShiftTime(TimeSpan.FromSeconds(3));
        await world.PollAllAsync(connector);
        await world.PollAllAsync(connector);

        var events = await world.AlertAsync(connector, loser, AlertKind.SentinelIncident);
        Assert.Equal(["AlertIngested", "AlertRevised", "AlertRedirected"], events.Select(e => e.GetType().Name));
        Assert.Equal(winner, events.OfType<AlertRedirected>().Single().IntoSourceId);
        Assert.Equal(winner, (await world.StateAsync(connector, loser, AlertKind.SentinelIncident))!.RedirectedTo);
        Assert.Null((await world.StateAsync(connector, winner, AlertKind.SentinelIncident))!.RedirectedTo);
    }

    [Fact]
    public async Task where_its_rows_have_left_the_table_graph_names_the_heir()
    {
        var (loser, winner) = (Id(), Id());
        world.Cloud.PublishSentinelIncident(Arm(winner, At(48), 22, providerId: "9002"), [Id()], new Publication(VisibleAt: At(48)));
        world.Cloud.PublishArmIncident(Arm(loser, At(60), 21, providerId: "9001").Replace("\"New\"", "\"Closed\"", StringComparison.Ordinal).Replace("TICKET-1", "Redirected", StringComparison.Ordinal), []);
        world.Cloud.PublishIncidents(Json.Incident("9001", At(47), "9002"));
        var connector = await world.AddSentinelAsync();

        await world.PollAllAsync(connector);

        Assert.Equal(winner, (await world.StateAsync(connector, loser, AlertKind.SentinelIncident))!.RedirectedTo);
    }

    [Fact]
    public async Task while_the_heir_is_unknown_the_incident_is_recorded_with_a_warning_and_named_when_it_shows_up()
    {
        var (loser, winner, alert) = (Id(), Id(), Id());
        var row = Json.IncidentRow(loser, At(4), "Folded", alert)
            .Replace("\"Status\":\"New\"", "\"Status\":\"Closed\",\"Labels\":[{\"labelName\":\"Redirected\",\"labelType\":\"AutoAssigned\"}]", StringComparison.Ordinal);
        world.Cloud.PublishSecurityIncidentRows(row);
        var connector = await world.AddSentinelAsync();
        await world.PollAllAsync(connector);
        var first = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, loser, AlertKind.SentinelIncident)));
        Assert.Contains(first.Warnings, warning => warning.Contains("not known yet", StringComparison.Ordinal));

        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(winner, At(3), "Heir", alert));
        await world.PollAllAsync(connector);

        Assert.Equal(winner, (await world.StateAsync(connector, loser, AlertKind.SentinelIncident))!.RedirectedTo);
    }
}
