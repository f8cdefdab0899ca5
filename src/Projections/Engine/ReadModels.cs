using System.Data;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Projections;

/// <summary>All read models: their tables, the workers that fold them, and how far each has come. Safe for concurrent use.</summary>
public sealed class ReadModels(LedgerDatabase database, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan TenantsEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PositionEvery = TimeSpan.FromMilliseconds(200);

    private readonly PositionSignals signals = new();

    /// <summary>The projections of this build.</summary>
    internal static IReadOnlyList<IProjection> Projections { get; } =
        [new AlertListProjection(), new AlertDetailProjection(), new ConnectorHealthProjection(), new ActivityProjection()];

    /// <summary>The database.</summary>
    internal LedgerDatabase Database => database;

    /// <summary>The clock of whatever is judged at the time of a question, never of a fold.</summary>
    internal TimeProvider Time => time;

    /// <summary>Makes schemas, tables, grants and row-level security that are not there yet, as the owner.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        var migrator = new SchemaMigrator();
        await migrator.ApplyAsync(
            database.OwnerSource, "projections", [new MigrationScript(1, "engine", SqlFile.Read("Engine/engine.sql", "projections"))], cancellationToken);
        foreach (var projection in Projections)
        {
            await migrator.ApplyAsync(
                database.OwnerSource, Generations.Schema(projection.Name, projection.Generation), Generations.Scripts(projection), cancellationToken);
        }
    }

    /// <summary>Works on every (tenant, projection) whose lease this process gets, until cancelled or the session is lost; takes up new tenants.</summary>
    public async Task RunAsync(LeaseSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Lost);
        var stop = linked.Token;
        var logger = loggers.CreateLogger<ReadModels>();
        var workers = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var tenant in await database.Tenants.ListAsync(stop))
                {
                    if (!workers.ContainsKey(tenant))
                    {
                        workers.Add(tenant, Task.WhenAll(Projections.Select(p =>
                            new ProjectionWorker(database, p, tenant, signals, time, logger).RunAsync(session, stop))));
                    }
                }
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
            {
                logger.LogWarning(e, "The tenants could not be listed; it will be tried again.");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }

            await Task.Delay(TenantsEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(workers.Values);
    }

    /// <summary>The last position that a read model reflects; 0 before the first event.</summary>
    public async Task<long> PositionAsync(string tenant, string projection, CancellationToken cancellationToken = default)
    {
        var least = long.MaxValue;
        foreach (var behind in ProjectionNames.ReadFrom(projection))
        {
            least = Math.Min(least, await database.Checkpoints.ReadAsync(tenant, CheckpointOf(behind, tenant), cancellationToken));
        }

        return least;
    }

    /// <summary>Waits until a read model reflects a position; false when the time ran out first.</summary>
    public async Task<bool> WaitForAsync(string tenant, string projection, long position, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var moved = Task.WhenAny(ProjectionNames.ReadFrom(projection).Select(behind => signals.Next(tenant, behind)));
            if (await PositionAsync(tenant, projection, cancellationToken) >= position)
            {
                return true;
            }

            var left = timeout - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            // Another process may own the projection: its moves are seen by looking again.
            await Task.WhenAny(moved, Task.Delay(left < PositionEvery ? left : PositionEvery, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>How each read model of a tenant fares.</summary>
    public async Task<IReadOnlyList<ReadModelStatus>> StatusAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var head = (await database.Log.HeadAsync(tenant, cancellationToken)).Position;
        var failures = await WorkerFailures.ListAsync(database, tenant, cancellationToken);
        var statuses = new List<ReadModelStatus>();
        foreach (var name in ProjectionNames.All)
        {
            var projection = Projections.Single(p => p.Name == ProjectionNames.FoldedBy(name));
            var position = await ServingPositionAsync(tenant, projection, cancellationToken);
            var failure = failures.SingleOrDefault(f => f.Projection == projection.Name && f.Generation == projection.Generation && f.Position > position);
            var owned = await OwnerAlive.CheckAsync(database, tenant, ProjectionWorker.LeaseName(tenant, projection), cancellationToken);
            statuses.Add(new ReadModelStatus(name, projection.Generation, position, Math.Max(0, head - position), owned, failure?.Error, failure?.At));
        }

        return statuses;
    }

    /// <summary>The serving tables of a read model and their position, in one snapshot.</summary>
    internal async Task<ReadSnapshot> OpenAsync(string tenant, string readModel, CancellationToken cancellationToken)
    {
        var transaction = await database.BeginAsync(tenant, IsolationLevel.RepeatableRead, cancellationToken);
        try
        {
            var least = long.MaxValue;
            foreach (var behind in ProjectionNames.ReadFrom(readModel))
            {
                least = Math.Min(least, await database.Checkpoints.ReadAsync(transaction, CheckpointOf(behind, tenant), cancellationToken));
            }

            return new ReadSnapshot(transaction, SchemaOf(ProjectionNames.FoldedBy(readModel)), least);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>How far a projection's serving generation has come.</summary>
    internal Task<long> ServingPositionAsync(string tenant, IProjection projection, CancellationToken cancellationToken = default) =>
        database.Checkpoints.ReadAsync(tenant, CheckpointOf(projection.Name, tenant), cancellationToken);

    /// <summary>The schema that answers for a projection.</summary>
    internal static string SchemaOf(string projection) =>
        Generations.Schema(projection, Projections.Single(p => p.Name == projection).Generation);

    private static string CheckpointOf(string projection, string tenant) =>
        Generations.Checkpoint(projection, Projections.Single(p => p.Name == projection).Generation, tenant);
}
