using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>A fold that reads tables which do not have the batch before yet, and that lets go of what it remembers, makes the rows of one that does neither.</summary>
public sealed class when_a_fold_runs_ahead(Ledger ledger) : IClassFixture<Ledger>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(31, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task the_list_and_its_counters_are_the_same(int seed)
    {
        foreach (var memory in (int[])[0, 12, AlertMemory.Usual])
        {
            await FoldAheadAsync(seed, memory);
        }
    }

    private async Task FoldAheadAsync(int seed, int memory)
    {
        var tenant = await ledger.TenantAsync();
        var random = new Random(seed);
        await ledger.AppendAsync(tenant, RandomHistory.Of(seed, 150).Events);
        var (projection, generation) = (new AlertListProjection(), new Generation(ProjectionNames.AlertList, 1));
        var fold = new AlertListFold(memory);
        var (position, pending) = (0L, (BatchWrite?)null);
        while (await ledger.Database.Log.ReadLogAsync(tenant, position, 1 + random.Next(25)) is { Count: > 0 } events)
        {
            BatchWrite write;
            await using (var reading = await ledger.Database.BeginAsync(tenant))
            {
                write = await fold.FoldAsync(new TableSpace(reading, generation.Schema), EventReading.Read(projection, events), default);
            }

            await WriteAsync(tenant, generation, pending, position);
            (pending, position) = (write, events[^1].Position);
        }

        await WriteAsync(tenant, generation, pending, position);

        Assert.DoesNotContain(await new ReadModelVerification(ledger.Models).VerifyAsync(tenant), static f => f.ReadModel == ProjectionNames.AlertList);
    }

    private async Task WriteAsync(string tenant, Generation generation, BatchWrite? write, long to)
    {
        if (write is not null)
        {
            await using var transaction = await ledger.Database.BeginAsync(tenant);
            await write(new TableSpace(transaction, generation.Schema), default);
            var from = await ledger.Database.Checkpoints.ReadAsync(transaction, generation.Checkpoint(tenant));
            Assert.True(await ledger.Database.Checkpoints.MoveAsync(transaction, generation.Checkpoint(tenant), from, to));
            await transaction.CommitAsync();
        }
    }
}
