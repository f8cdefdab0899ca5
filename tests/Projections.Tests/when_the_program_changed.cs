using Dropzone.Ledger.PostgresFixture;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_the_program_changed(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("version = version - 1", "the fold")]
    [InlineData("definitions = 'of another program'", "the tables")]
    public async Task the_next_start_rebuilds_by_itself_while_the_former_generation_serves(string change, string what)
    {
        Assert.NotEmpty(what);
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, RandomHistory.Of(31, 120).Events);
        await ledger.FoldAsync(tenant);
        var models = new ReadModels(ledger.Database, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var before = await GenerationAsync(models, tenant);
        await ledger.TamperAsync($"update projections.schemas set {change} where projection = 'alert_list' and state = 'ready'");

        await models.MigrateAsync();
        var asked = (await models.Rebuilds.ListAsync(tenant)).Single();
        Assert.Equal((RebuildState.Requested, Domain.Events.ActorKind.Automation), (asked.State, asked.By.Kind));
        Assert.Equal(before, await GenerationAsync(models, tenant));
        await models.MigrateAsync();

        using var errors = new ErrorLog();
        await using var process = await HostProcess.StartAsync(ledger.Database, errors);
        var began = TimeProvider.System.GetTimestamp();
        RebuildStatus status;
        while ((status = (await process.Models.Rebuilds.ListAsync(tenant)).Single()).EndedAt is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"It stands at {status}");
            await Task.Delay(20);
        }

        Assert.Equal(RebuildState.Done, status.State);
        Assert.True(await GenerationAsync(process.Models, tenant) > before);
        var head = (await ledger.Database.Log.HeadAsync(tenant)).Position;
        foreach (var name in ProjectionNames.All)
        {
            Assert.True(await process.Models.WaitForAsync(tenant, name, head, Patience));
        }

        Assert.Empty(await new ReadModelVerification(process.Models).VerifyAsync(tenant));
        Assert.Empty(errors.Errors);
        await models.MigrateAsync();
        Assert.NotNull((await models.Rebuilds.ListAsync(tenant)).Single().EndedAt);
    }

    [Fact]
    public void a_fingerprint_knows_tables_indexes_and_version()
    {
        var all = ReadModels.Projections.Select(Fingerprint.Of).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, f => Assert.Equal(64, f.Definitions.Length));
    }

    private static async Task<int> GenerationAsync(ReadModels models, string tenant) =>
        (await models.StatusAsync(tenant)).First(s => s.Name == ProjectionNames.AlertList).Generation;
}
