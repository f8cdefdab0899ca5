using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;

namespace Dropzone.Ledger.Ingestion.Tests.Counting;

/// <summary>Once a day the source's own count is laid beside the ledger's.</summary>
public sealed class when_the_source_counts(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Defender_alerts_are_counted_once_a_day_over_what_was_covered()
    {
        var connector = await world.AddAsync(s => s with { PollLookback = TimeSpan.FromDays(1) });
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, 30).Select(i => Json.Alert($"counted-{i}", Now.AddHours(-3).AddMinutes(i)))) + "]");
        world.Cloud.PublishAlerts(Json.Alert("counted-too-new", Now));
        var asked = new List<CountedStretch>();
        var pollers = world.NewPollers(recorded: (stretch, _) =>
        {
            asked.Add(stretch);
            return Task.FromResult<long?>(30);
        });

        await world.PollAsync(connector, pollers);
        await world.PollAsync(connector, pollers);

        var counted = (await world.EventsAsync($"connector/{connector}")).OfType<SourceCounted>().Single();
        Assert.Equal((30L, 30L), (counted.AtSource, counted.InLedger));
        var stretch = Assert.Single(asked);
        Assert.Equal((AlertKind.DefenderAlert, counted.Window.From, counted.Window.To), (stretch.Kind, stretch.From, stretch.To));
        Assert.True(counted.Window.To <= TimeProvider.System.GetUtcNow().AddMinutes(-4));
    }

    [Fact]
    public async Task A_difference_is_recorded_only_when_it_lasts()
    {
        var connector = await world.AddAsync(s => s with { PollLookback = TimeSpan.FromDays(20) });
        var pollers = world.NewPollers(recorded: (_, _) => Task.FromResult<long?>(-1));
        using var stop = new CancellationTokenSource();
        await using var run = await PollersRun.StartAsync(world, pollers);
        await world.WaitForAsync(async () => (await world.EventsAsync($"connector/{connector}")).OfType<SourceCounted>().Any());

        var counted = (await world.EventsAsync($"connector/{connector}")).OfType<SourceCounted>().Single();
        Assert.NotEqual(counted.AtSource, counted.InLedger);
        Assert.True((await world.CursorAsync(connector)).Polls >= 3);
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task Sentinel_incidents_are_counted_by_the_workspace_itself()
    {
        var connector = await world.AddSentinelAsync();
        var name = Guid.NewGuid().ToString();
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, Now.AddHours(-2), "first"));
        world.Cloud.PublishSecurityIncidentRows(Json.IncidentRow(name, Now.AddHours(-1), "second"));
        await world.PollAsync(connector, world.NewPollers(recorded: (_, _) => Task.FromResult<long?>(1)));

        var counted = (await world.EventsAsync($"connector/{connector}")).OfType<SourceCounted>().Single();
        Assert.Equal((1L, $"incidents/{world.Cloud.Tenant.WorkspaceName}"), (counted.AtSource, counted.Resource));
    }
}
