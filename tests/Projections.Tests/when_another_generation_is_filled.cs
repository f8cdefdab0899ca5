using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_another_generation_is_filled(Ledger ledger) : IClassFixture<Ledger>
{
    [Fact]
    public async Task the_same_definitions_and_fold_give_the_same_rows_while_the_old_one_serves()
    {
        var history = RandomHistory.Of(99, 80);
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        await ledger.FoldAsync(tenant);
        var projection = new AlertListProjection();
        var second = new Generation(projection.Name, 2);
        await new SchemaMigrator().ApplyAsync(ledger.Database.OwnerSource, second.Schema, second.Scripts(projection));
        var worker = new ProjectionWorker(ledger.Database, projection, second, tenant, new PositionSignals(), TimeProvider.System, NullLogger.Instance);
        var events = await ledger.Database.Log.ReadLogAsync(tenant, 0, int.MaxValue);
        Assert.Equal(events[^1].Position, await worker.AdvanceAsync(0, events, default));

        foreach (var table in projection.Tables)
        {
            Assert.Equal(0L, await DifferencesAsync(tenant, table));
        }

        Assert.Equal(1, (await ledger.Models.Serving.OfAsync(tenant, projection.Name, default)).Number);
    }

    private async Task<object?> DifferencesAsync(string tenant, string table)
    {
        await using var transaction = await ledger.Database.BeginAsync(tenant);
        await using var command = new Npgsql.NpgsqlCommand(
            $"select count(*) from (select to_jsonb(t) from alert_list_g1.{table} t) a full join (select to_jsonb(t) from alert_list_g2.{table} t) b using (to_jsonb) where a is null or b is null",
            transaction.Connection);
        return await command.ExecuteScalarAsync();
    }
}
