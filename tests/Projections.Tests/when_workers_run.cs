using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_workers_run(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task another_process_takes_over_and_readers_see_their_own_writes()
    {
        var tenant = await ledger.TenantAsync();
        var history = new History();
        history.Alert("d1");
        await ledger.AppendAsync(tenant, history.Events);
        await using var first = await HostProcess.StartAsync(ledger.Database);
        await using var second = await HostProcess.StartAsync(ledger.Database);

        // Readers of a process that owns nothing see the moves of the one that does.
        var head = (await ledger.Database.Log.HeadAsync(tenant)).Position;
        foreach (var name in ProjectionNames.All)
        {
            Assert.True(await second.Models.WaitForAsync(tenant, name, head, Patience));
        }

        Assert.All(await second.Models.StatusAsync(tenant), s => Assert.True(s is { OwnerAlive: true, Lag: 0, LastError: null }));

        await first.DisposeAsync();
        var before = history.Events.Count;
        history.Alert("d2");
        await ledger.AppendAsync(tenant, history.Events.Skip(before));
        head = (await ledger.Database.Log.HeadAsync(tenant)).Position;
        foreach (var name in ProjectionNames.All)
        {
            Assert.True(await second.Models.WaitForAsync(tenant, name, head, Patience));
        }

        Assert.False(await second.Models.WaitForAsync(tenant, ProjectionNames.AlertList, head + 1, TimeSpan.FromMilliseconds(50)));
        Assert.Empty(await new ReadModelVerification(second.Models).VerifyAsync(tenant));
    }

    [Fact]
    public async Task an_unknown_event_stops_the_projection_before_it_and_says_so()
    {
        var tenant = await ledger.TenantAsync();
        var history = new History();
        history.Alert("d1");
        await ledger.AppendAsync(tenant, history.Events);
        var known = (await ledger.Database.Log.HeadAsync(tenant)).Position;
        await ledger.Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = tenant,
            Streams = [new StreamAppend("ledger", null, null, [new EventToAppend(Guid.NewGuid(), "from_the_future", "{}"u8.ToArray())])],
        });
        await using var process = await HostProcess.StartAsync(ledger.Database);

        Assert.True(await process.Models.WaitForAsync(tenant, ProjectionNames.AlertList, known, Patience));
        ReadModelStatus status;
        var deadline = TimeProvider.System.GetTimestamp();
        do
        {
            status = (await process.Models.StatusAsync(tenant)).Single(s => s.Name == ProjectionNames.ConnectorDashboard);
        }
        while (status.LastError is null && TimeProvider.System.GetElapsedTime(deadline) < Patience);

        Assert.Contains("from_the_future", status.LastError, StringComparison.Ordinal);
        Assert.Equal((known, 1), (status.Position, status.Lag));
    }

    [Fact]
    public async Task two_workers_on_one_checkpoint_never_both_commit()
    {
        var tenant = await ledger.TenantAsync();
        var history = new History();
        history.Alert("d1");
        await ledger.AppendAsync(tenant, history.Events);
        var events = await ledger.Database.Log.ReadLogAsync(tenant, 0, 100);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var projection = new ActivityProjection();
            var writer = new Engine.GenerationWriter(ledger.Database, projection, new Engine.Generation(projection.Name, 1), tenant);
            return await Record.ExceptionAsync(() => writer.AdvanceAsync(0, Engine.EventReading.Decode(events, projection.Wants), serves: true, default));
        }));

        Assert.Single(results, r => r is null);
    }

    [Fact]
    public async Task a_tenant_sees_no_row_of_another_and_nobody_sees_any_without_a_tenant()
    {
        var one = await ledger.TenantAsync();
        var two = await ledger.TenantAsync();
        var history = new History();
        history.Alert("d1");
        foreach (var tenant in new[] { one, two })
        {
            await ledger.AppendAsync(tenant, history.Events);
            await ledger.FoldAsync(tenant);
        }

        await using var transaction = await ledger.Database.BeginAsync(one);
        await using var seen = new Npgsql.NpgsqlCommand("select string_agg(distinct tenant_id, ' ') from alert_list_g1.alerts", transaction.Connection);
        Assert.Equal(one, await seen.ExecuteScalarAsync());
        await using var bare = ledger.Database.AppSource.CreateCommand("select count(*) from alert_list_g1.alerts");
        Assert.Equal(0L, await bare.ExecuteScalarAsync());
    }

    [Fact]
    public async Task migrating_again_changes_nothing() => await ledger.Models.MigrateAsync();
}
