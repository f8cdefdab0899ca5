using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.PostgresFixture;
using Dropzone.Ledger.Projections.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>A migrated database of one test class.</summary>
public sealed class Ledger : IAsyncLifetime
{
    private TestDatabase? test;
    private int tenants;

    public LedgerDatabase Database { get; private set; } = null!;

    public ReadModels Models { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        test = await PostgresServer.Shared.CreateDatabaseAsync("projections", async template =>
        {
            await using var database = new LedgerDatabase(LedgerConnections.From(template), TimeProvider.System);
            await database.MigrateAsync();
            await new ReadModels(database, TimeProvider.System, NullLoggerFactory.Instance).MigrateAsync();
            NpgsqlConnection.ClearAllPools();
        });
        Database = new LedgerDatabase(LedgerConnections.From(test.ConnectionString), TimeProvider.System);
        Models = new ReadModels(Database, TimeProvider.System, NullLoggerFactory.Instance);

        // As every host does at its start: a copied database has not the owner's right to make schemas.
        await Models.MigrateAsync();
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await test!.DisposeAsync();
    }

    /// <summary>A tenant with an empty log.</summary>
    public async Task<string> TenantAsync()
    {
        var tenant = $"t{Interlocked.Increment(ref tenants)}";
        Assert.True(await Database.Tenants.CreateAsync(tenant));
        return tenant;
    }

    /// <summary>Appends in order; neighbours of different streams go together.</summary>
    public async Task AppendAsync(string tenant, IEnumerable<Recorded> events)
    {
        var streams = new List<StreamAppend>();
        foreach (var group in Neighbours(events))
        {
            if (streams.Exists(s => s.Stream == group[0].Stream) || streams.Count == 50)
            {
                await SendAsync(tenant, streams);
                streams.Clear();
            }

            streams.Add(new StreamAppend(group[0].Stream, null, null, [.. group.Select(e => e.ToAppend())]));
        }

        await SendAsync(tenant, streams);
    }

    /// <summary>Folds all projections up to the head, in batches of the sizes given, each time with the worker that serves.</summary>
    public async Task FoldAsync(string tenant, Func<int>? batchSize = null, Func<bool>? dies = null)
    {
        foreach (var projection in ReadModels.Projections)
        {
            await FoldAsync(tenant, projection, batchSize ?? (() => LogFeed.LargestBatch), dies ?? (() => false));
        }
    }

    /// <summary>Runs a statement as the superuser, past every guard.</summary>
    public async Task<int> TamperAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(test!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync();
    }

    private async Task FoldAsync(string tenant, IProjection projection, Func<int> batchSize, Func<bool> dies)
    {
        var generation = await Models.Serving.OfAsync(tenant, projection.Name, default);
        var writer = new GenerationWriter(Database, projection, generation, tenant);
        var position = await Database.Checkpoints.ReadAsync(tenant, generation.Checkpoint(tenant));
        while (await Database.Log.ReadLogAsync(tenant, position, batchSize()) is { Count: > 0 } events)
        {
            if (dies())
            {
                // As a process that ends between the rows and the commit: everything was written, nothing stays.
                await using var transaction = await Database.BeginAsync(tenant);
                var tables = new TableSpace(transaction, generation.Schema);
                var write = await projection.Begin().FoldAsync(tables, EventReading.Read(projection, events), default);
                await write(tables, default);
                writer = new GenerationWriter(Database, projection, generation, tenant);
                continue;
            }

            position = await writer.AdvanceAsync(position, EventReading.Decode(events, projection.Wants), serves: true, default);
        }
    }

    private async Task SendAsync(string tenant, IReadOnlyList<StreamAppend> streams)
    {
        if (streams.Count > 0)
        {
            Assert.IsType<AppendOutcome.Appended>(await Database.Log.AppendAsync(new AppendRequest { Tenant = tenant, Streams = [.. streams] }));
        }
    }

    private static IEnumerable<List<Recorded>> Neighbours(IEnumerable<Recorded> events)
    {
        var group = new List<Recorded>();
        foreach (var e in events)
        {
            if (group.Count > 0 && group[0].Stream != e.Stream)
            {
                yield return group;
                group = [];
            }

            group.Add(e);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
