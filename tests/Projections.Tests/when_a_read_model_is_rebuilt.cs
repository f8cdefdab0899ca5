using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_a_read_model_is_rebuilt(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Actor Engineer = new(ActorKind.Person, "Ada");

    [Fact]
    public async Task unchanged_code_gives_one_hash_and_a_certificate_and_the_former_tables_go()
    {
        var tenant = await FilledAsync(21);
        await using var process = await HostProcess.StartAsync(ledger.Database);
        Assert.Equal(ReadModelRebuilds.Names.Order(), (await process.Models.Rebuilds.RequestAsync(tenant, ReadModelRebuilds.Names, Engineer, ReadModelRebuilds.WholeShare)).Order());

        foreach (var name in ReadModelRebuilds.Names)
        {
            var done = await EndAsync(process, tenant, name);

            Assert.Equal((RebuildState.Done, null), (done.State, done.Error));
            Assert.Equal(64, done.HashAfter!.Length);
            Assert.Equal(done.HashBefore, done.HashAfter);
            Assert.Equal(done.Generation, (await process.Models.StatusAsync(tenant)).First(s => s.Name == name).Generation);
        }

        var all = await process.Models.Rebuilds.ListAsync(tenant);
        Assert.Single(all.Select(static r => r.RequestedAt).Distinct());
        Assert.True(all.Max(static r => r.StartedAt) < all.Min(static r => r.EndedAt), "They are not filled from one read of the log.");

        var certificates = (await ledger.Database.Log.ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter(Types: ["read_model_rebuilt"])))
            .Select(e => (ReadModelRebuilt)EventCodec.Decode(e.Type, e.Data.Span)).ToList();
        Assert.Equal(ReadModelRebuilds.Names.Order(), certificates.Select(c => c.Projection).Order());
        Assert.All(certificates, c => Assert.True(c.HashBefore == c.HashAfter && c.By == Engineer && c.Rows >= 0 && c.Position > 0));
        await CaughtUpAsync(process, tenant);
        Assert.Empty(await new ReadModelVerification(process.Models).VerifyAsync(tenant));
    }

    [Fact]
    public async Task it_goes_on_where_a_dead_process_stood_while_events_arrive()
    {
        var history = RandomHistory.Of(22, 200);
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events.Take(150));
        await ledger.FoldAsync(tenant);
        await using (var first = await HostProcess.StartAsync(ledger.Database))
        {
            // The slowest there is: it is cut off somewhere on its way.
            await first.Models.Rebuilds.RequestAsync(tenant, [ProjectionNames.AlertList], Engineer, ReadModelRebuilds.LeastShare);
            await UntilAsync(first, tenant, ProjectionNames.AlertList, s => s.State != RebuildState.Requested);
        }

        await ledger.AppendAsync(tenant, history.Events.Skip(150));
        await using var second = await HostProcess.StartAsync(ledger.Database);
        var done = await EndAsync(second, tenant, ProjectionNames.AlertList);

        Assert.Equal(RebuildState.Done, done.State);
        await CaughtUpAsync(second, tenant);
        Assert.Empty(await new ReadModelVerification(second.Models).VerifyAsync(tenant));
    }

    [Fact]
    public async Task one_at_a_time_and_a_cancelled_one_leaves_the_former_generation_serving()
    {
        var tenant = await FilledAsync(23);

        // Nobody works: it stays asked for.
        Assert.NotEmpty(await ledger.Models.Rebuilds.RequestAsync(tenant, [ProjectionNames.AlertDetail], Engineer));
        Assert.Empty(await ledger.Models.Rebuilds.RequestAsync(tenant, [ProjectionNames.AlertDetail], Engineer));
        Assert.True(await ledger.Models.Rebuilds.CancelAsync(tenant, ProjectionNames.AlertDetail));
        Assert.False(await ledger.Models.Rebuilds.CancelAsync(tenant, ProjectionNames.AlertDetail));

        var status = (await ledger.Models.Rebuilds.ListAsync(tenant)).Single();
        Assert.Equal(RebuildState.Cancelled, status.State);
        Assert.Equal(1, (await ledger.Models.StatusAsync(tenant)).First(s => s.Name == ProjectionNames.AlertDetail).Generation);
    }

    [Fact]
    public async Task a_wrong_row_is_gone_and_the_certificate_shows_that_the_hashes_differ()
    {
        var tenant = await FilledAsync(24);
        await ledger.TamperAsync($"update alert_list_g1.alerts set title = 'Harmless' where tenant_id = '{tenant}'");
        await using var process = await HostProcess.StartAsync(ledger.Database);
        await process.Models.Rebuilds.RequestAsync(tenant, [ProjectionNames.AlertList], Engineer, ReadModelRebuilds.WholeShare);
        var done = await EndAsync(process, tenant, ProjectionNames.AlertList);

        Assert.NotEqual(done.HashBefore, done.HashAfter);
        await CaughtUpAsync(process, tenant);
        Assert.Empty(await new ReadModelVerification(process.Models).VerifyAsync(tenant));
    }

    [Fact]
    public async Task other_tenants_keep_their_generation_and_nobody_sees_the_other()
    {
        var (one, two) = (await FilledAsync(25), await FilledAsync(26));
        await using var process = await HostProcess.StartAsync(ledger.Database);
        await process.Models.Rebuilds.RequestAsync(one, [ProjectionNames.Activity], Engineer, ReadModelRebuilds.WholeShare);
        var done = await EndAsync(process, one, ProjectionNames.Activity);

        Assert.Equal(RebuildState.Done, done.State);
        Assert.Equal(1, (await process.Models.StatusAsync(two)).First(s => s.Name == ProjectionNames.Activity).Generation);
        Assert.Empty(await process.Models.Rebuilds.ListAsync(two));
        await using var bare = ledger.Database.AppSource.CreateCommand($"select count(*) from activity_g{done.Generation}.acts");
        Assert.Equal(0L, await bare.ExecuteScalarAsync());
    }

    private async Task<string> FilledAsync(int seed)
    {
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, RandomHistory.Of(seed, 150).Events);
        await ledger.FoldAsync(tenant);
        return tenant;
    }

    private static Task<RebuildStatus> EndAsync(HostProcess process, string tenant, string name) => UntilAsync(process, tenant, name, s => s.EndedAt is not null);

    private static async Task<RebuildStatus> UntilAsync(HostProcess process, string tenant, string name, Func<RebuildStatus, bool> reached)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = (await process.Models.Rebuilds.ListAsync(tenant)).Single(s => s.Name == name);
            if (reached(status))
            {
                return status;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"{name} stands at {status}");
            await Task.Delay(20);
        }
    }

    private static async Task CaughtUpAsync(HostProcess process, string tenant)
    {
        var head = (await process.Models.Database.Log.HeadAsync(tenant)).Position;
        foreach (var name in ProjectionNames.All)
        {
            Assert.True(await process.Models.WaitForAsync(tenant, name, head, Patience));
        }
    }
}
