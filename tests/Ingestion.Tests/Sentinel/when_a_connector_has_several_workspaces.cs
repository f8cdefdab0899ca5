using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;
using static Dropzone.Ledger.Ingestion.Tests.Sentinel.SentinelStory;

namespace Dropzone.Ledger.Ingestion.Tests.Sentinel;

public sealed class when_a_connector_has_several_workspaces(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Fact]
    public async Task each_is_read_with_a_cursor_and_a_watermark_of_its_own()
    {
        var plant = world.Cloud.AddWorkspace("law-plant-1");
        var (here, there) = (Id(), Id());
        world.Cloud.PublishSecurityIncidentRows(Row(here, 1, At(40)), new Publication(VisibleAt: At(40)));
        world.Cloud.PublishSecurityIncidentRows(Row(there, 1, At(20)), new Publication(VisibleAt: At(20)), plant.WorkspaceName);
        var connector = await world.AddSentinelAsync(s => s with { Workspaces = [.. s.Workspaces, Of(plant)] });

        var outcomes = await world.PollAllAsync(connector);

        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.Equal("law-soc", (await world.StateAsync(connector, here, AlertKind.SentinelIncident))!.Facts.Workspace);
        Assert.Equal("law-plant-1", (await world.StateAsync(connector, there, AlertKind.SentinelIncident))!.Facts.Workspace);
        Assert.NotEqual(
            (await world.CursorAsync(connector, "incidents/law-soc")).Watermark, (await world.CursorAsync(connector, "incidents/law-plant-1")).Watermark);
    }

    [Fact]
    public async Task one_that_fails_is_named_and_stops_none_of_the_others()
    {
        var (plant, harbour) = (world.Cloud.AddWorkspace("law-plant-2"), world.Cloud.AddWorkspace("law-harbour-2"));
        var (lost, found) = (Id(), Id());
        world.Cloud.PublishSecurityIncidentRows(Row(lost, 1, At(30)), new Publication(VisibleAt: At(30)), plant.WorkspaceName);
        world.Cloud.PublishSecurityIncidentRows(Row(found, 1, At(30)), new Publication(VisibleAt: At(30)), harbour.WorkspaceName);
        var connector = await world.AddSentinelAsync(s => s with { Workspaces = [s.Workspaces[0], Of(plant), Of(harbour)] });
        var fault = world.Cloud.AddFault(new Fault { Service = "logAnalytics", Path = plant.WorkspaceId.ToString(), Kind = FaultKind.Status, Status = 500 });

        var outcomes = await world.PollAllAsync(connector);
        world.Cloud.RemoveFault(fault);

        Assert.Equal(["incidents/law-plant-2"], outcomes.Where(outcome => outcome.Failure is not null).Select(outcome => outcome.Resource));
        Assert.Null(await world.StateAsync(connector, lost, AlertKind.SentinelIncident));
        Assert.NotNull(await world.StateAsync(connector, found, AlertKind.SentinelIncident));
        Assert.Null((await world.CursorAsync(connector, "incidents/law-plant-2")).Watermark);
        Assert.Null((await world.CursorAsync(connector, "incidents/law-harbour-2")).LastError);

        Assert.All(await world.PollAllAsync(connector), outcome => Assert.Null(outcome.Failure));
        Assert.NotNull(await world.StateAsync(connector, lost, AlertKind.SentinelIncident));
    }

    [Fact]
    public async Task one_without_a_role_names_it_and_the_others_go_on()
    {
        var found = Id();
        world.Cloud.PublishSecurityIncidentRows(Row(found, 7, At(30)), new Publication(VisibleAt: At(30)));
        var connector = await world.AddSentinelAsync(s => s with
        {
            Workspaces = [new SentinelWorkspace("law-elsewhere", Guid.NewGuid().ToString(), s.Workspaces[0].SubscriptionId, "rg-soc"), s.Workspaces[0]],
        });

        var outcomes = await world.PollAllAsync(connector);

        Assert.Equal("workspace-not-found-or-no-role", outcomes.Single(outcome => outcome.Resource == "incidents/law-elsewhere").Failure?.Code);
        Assert.Equal("workspace-not-found-or-no-role", outcomes.Single(outcome => outcome.Resource == "arm-incidents/law-elsewhere").Failure?.Code);
        Assert.NotNull(await world.StateAsync(connector, found, AlertKind.SentinelIncident));
    }

    private static SentinelWorkspace Of(SimulatedTenant at) => new(at.WorkspaceName, at.WorkspaceId.ToString(), at.SubscriptionId.ToString(), at.ResourceGroup);
}
