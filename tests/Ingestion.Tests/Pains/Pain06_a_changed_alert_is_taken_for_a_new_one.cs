using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>A change makes a second alert, or is never seen, or an old version overwrites a newer one.</summary>
public sealed class Pain06_a_changed_alert_is_taken_for_a_new_one(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Each_version_is_an_event_of_one_alert()
    {
        world.Cloud.PublishAlerts(Json.Alert("changed", Now.AddMinutes(-9)));
        var connector = await world.AddAsync();
        await world.PollAsync(connector);
        world.Cloud.PublishAlerts(Json.Alert("changed", Now.AddMinutes(-8), severity: "high"));
        var second = await world.PollAsync(connector);

        Assert.Equal((0, 1), (second.Counts.New, second.Counts.Revised));
        var events = await world.AlertAsync(connector, "changed");
        var revised = Assert.IsType<AlertRevised>(events[1]);
        Assert.Equal(["modifiedAt", "severity"], revised.Changed.Where(name => name is "severity" or "modifiedAt"));
        Assert.Equal(2, events.Count);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("321")]
    [InlineData("213")]
    [InlineData("312")]
    public async Task Versions_in_any_order_end_in_the_same_current_state(string order)
    {
        var id = $"shuffled-{order}";
        var connector = await world.AddAsync(s => s with { LogIngestionDelay = TimeSpan.FromHours(1) });
        foreach (var version in order)
        {
            // Published with the time at which it is served, so that an older version of the record can come later.
            var n = version - '0';
            world.Cloud.PublishAlerts(
                Json.Alert(id, Now.AddMinutes(-10 + n), title: $"title {n}"), new Publication(ModifiedAt: Now.AddMinutes(-10 + n)));
            await world.PollAsync(connector);
        }

        Assert.Equal("title 3", (await world.StateAsync(connector, id))!.Facts.Title);
    }

    [Fact]
    public async Task A_severity_that_rises_admits_what_was_excluded()
    {
        world.Cloud.PublishAlerts(Json.Alert("rises", Now.AddMinutes(-7), severity: "low"));
        var connector = await world.AddAsync(s => s with { EnabledSeverities = ["High"] });
        await world.PollAsync(connector);
        world.Cloud.PublishAlerts(Json.Alert("rises", Now.AddMinutes(-6), severity: "high"));
        await world.PollAsync(connector);

        Assert.Equal(
            ["AlertIngested", "AlertExcluded", "AlertRevised", "AlertAdmitted"],
            (await world.AlertAsync(connector, "rises")).Select(e => e.GetType().Name));
    }
}
