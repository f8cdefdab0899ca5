using System.Data;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>All read models: their tables, the workers that fold them, and how far each has come. Safe for concurrent use.</summary>
public sealed class ReadModels(LedgerDatabase database, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan TenantsEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PositionEvery = TimeSpan.FromMilliseconds(200);

    private readonly PositionSignals signals = new();

    /// <summary>The projections of this build.</summary>
    internal static IReadOnlyList<IProjection> Projections { get; } =
        [
            new AlertListProjection(), new AlertSearchProjection(), new AlertDetailProjection(), new ConnectorHealthProjection(), new ActivityProjection(),
            new RuleHitsProjection(), new TicketBoardProjection(), new InvestigationTimesProjection(),
            new AlertEntitiesProjection(),
        ];

    /// <summary>Whether any projection folds events of this type.</summary>
    internal static bool IsFolded(string type) => Folded.Contains(type);

    private static HashSet<string> Folded { get; } =
        EventTypes.All.Select(static t => t.Alias).Where(static type => Projections.Any(p => p.Wants(type))).ToHashSet(StringComparer.Ordinal);

    /// <summary>The database.</summary>
    internal LedgerDatabase Database => database;

    /// <summary>Which generations answer.</summary>
    internal ServingGenerations Serving { get; } = new(database, time);

    /// <summary>Rebuilds that wait, run or have ended.</summary>
    public ReadModelRebuilds Rebuilds => field ??= new ReadModelRebuilds(this);

    /// <summary>Wakes the readers of this process.</summary>
    internal PositionSignals Signals => signals;

    /// <summary>The clock of whatever is judged at the time of a question, never of a fold.</summary>
    internal TimeProvider Time => time;

    /// <summary>
    /// Makes schemas, tables, grants and row-level security that are not there yet, as the owner; asks for the rebuild of read models whose tables
    /// or fold are not those that the database was filled by.
    /// </summary>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        await new SchemaMigrator().ApplyAsync(
            database.OwnerSource,
            "projections",
            [
                new MigrationScript(1, "engine", SqlFile.Read("Engine/engine.sql", "projections")),
                new MigrationScript(2, "generations", SqlFile.Read("Engine/engine_generations.sql", "projections")),
                new MigrationScript(3, "trigrams", SqlFile.Read("Engine/trigrams.sql", "projections")),
            ],
            cancellationToken);
        foreach (var projection in Projections)
        {
            await new Generations(database).MigrateAsync(projection, time.GetUtcNow(), cancellationToken);
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
        var rebuilding = Rebuilds.RunAsync(session, loggers.CreateLogger<ReadModelRebuilds>(), stop);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var tenant in await database.Tenants.ListAsync(stop))
                {
                    if (!workers.ContainsKey(tenant))
                    {
                        workers.Add(tenant, Task.WhenAll(Workers(tenant, session, logger, stop)));
                    }
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.LogWarning(e, "The tenants could not be listed; it will be tried again.");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }

            await Task.Delay(TenantsEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(workers.Values.Append(rebuilding));
    }

    /// <summary>The last position that a read model reflects; 0 before the first event.</summary>
    public async Task<long> PositionAsync(string tenant, string projection, CancellationToken cancellationToken = default)
    {
        var positions = new List<long>();
        foreach (var generation in await BehindAsync(tenant, projection, cancellationToken))
        {
            positions.Add(await database.Checkpoints.ReadAsync(tenant, generation.Checkpoint(tenant), cancellationToken));
        }

        return positions.Min();
    }

    /// <summary>Waits until a read model reflects a position; false when the time ran out first.</summary>
    public async Task<bool> WaitForAsync(string tenant, string projection, long position, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        for (var waited = false; ; waited = true)
        {
            var behind = ProjectionNames.ReadFrom(projection);
            var moved = behind.Count == 1 ? signals.Next(tenant, behind[0]) : Task.WhenAny(behind.Select(b => signals.Next(tenant, b)));
            if (behind.All(b => signals.HasReached(tenant, b, position)))
            {
                return true;
            }

            // Who folds it here says when it has moved; what another process folds has to be looked up, and so has what does not seem to move.
            if ((waited || !behind.All(b => signals.IsFolded(tenant, b))) && await PositionAsync(tenant, projection, cancellationToken) >= position)
            {
                return true;
            }

            var left = timeout - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await moved.WaitAsync(left < PositionEvery ? left : PositionEvery, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            var generation = await Serving.OfAsync(tenant, ProjectionNames.FoldedBy(name), cancellationToken);
            var position = await database.Checkpoints.ReadAsync(tenant, generation.Checkpoint(tenant), cancellationToken);
            var failure = failures.SingleOrDefault(f =>
                f.Projection == generation.Projection && f.Generation == generation.Number && f.Position > position);
            var owned = await OwnerAlive.CheckAsync(database, tenant, generation.Lease(tenant), cancellationToken);
            statuses.Add(new ReadModelStatus(name, generation.Number, position, Math.Max(0, head - position), owned, failure?.Error, failure?.At));
        }

        return statuses;
    }

    /// <summary>The serving tables of a read model and their position, in one snapshot.</summary>
    internal async Task<ReadSnapshot> OpenAsync(string tenant, string readModel, CancellationToken cancellationToken)
    {
        var generations = await BehindAsync(tenant, readModel, cancellationToken);
        var transaction = await database.BeginAsync(tenant, IsolationLevel.RepeatableRead, cancellationToken);
        try
        {
            var positions = new List<long>();
            foreach (var generation in generations)
            {
                positions.Add(await database.Checkpoints.ReadAsync(transaction, generation.Checkpoint(tenant), cancellationToken));
            }

            return new ReadSnapshot(transaction, generations, positions.Min());
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>One statement over the serving tables of projections, in one round trip. It says itself which position it reflects.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="projections">The projections.</param>
    /// <param name="statement">Makes the statement for their serving generations.</param>
    /// <param name="prepared">See <see cref="LedgerDatabase.QueryAsync"/>.</param>
    /// <param name="read">Reads the rows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<T> ReadAsync<T>(
        string tenant,
        IReadOnlyList<string> projections,
        Func<IReadOnlyList<Generation>, NpgsqlBatchCommand> statement,
        bool prepared,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken) =>
        await database.QueryAsync(tenant, statement(await ServingAsync(tenant, projections, cancellationToken)), prepared, read, cancellationToken);

    private IEnumerable<Task> Workers(string tenant, LeaseSession session, ILogger logger, CancellationToken stop)
    {
        var feed = new LogFeed(database, tenant, IsFolded, time);
        return Projections.Select(p => new ProjectionWorker(database, p, tenant, Serving, feed, signals, time, logger).RunAsync(session, stop));
    }

    /// <summary>The serving generations that a read model answers from, its own first.</summary>
    private Task<Generation[]> BehindAsync(string tenant, string readModel, CancellationToken cancellationToken) =>
        ServingAsync(tenant, ProjectionNames.ReadFrom(readModel), cancellationToken);

    private async Task<Generation[]> ServingAsync(string tenant, IReadOnlyList<string> projections, CancellationToken cancellationToken)
    {
        var generations = new Generation[projections.Count];
        for (var i = 0; i < generations.Length; i++)
        {
            generations[i] = await Serving.OfAsync(tenant, projections[i], cancellationToken);
        }

        return generations;
    }
}
