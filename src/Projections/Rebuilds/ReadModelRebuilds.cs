using System.Threading.Channels;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Rebuilds of read models: asked for, watched and cancelled by anybody, done by the one process that holds their lease. A new generation is filled
/// while the former one serves; what a dead process left is taken up where it stood. Safe for concurrent use.
/// </summary>
public sealed class ReadModelRebuilds
{
    /// <summary>The share of the time that a rebuild works unless told otherwise: the rest is left to readers.</summary>
    public const double UsualShare = 0.5;

    /// <summary>The least and the greatest share.</summary>
    public const double LeastShare = 0.05, WholeShare = 1;

    private const string Lease = "projections/rebuilds";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly ReadModels models;
    private readonly RebuildRecords records;
    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ReadModelRebuilds(ReadModels models)
    {
        this.models = models;
        records = new RebuildRecords(models.Database, models.Time);
    }

    /// <summary>The projections that can be rebuilt, of which a read model may be one part.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ReadModels.Projections.Select(static p => p.Name)];

    /// <summary>The projection that a read model is rebuilt with; null when there is none of that name.</summary>
    public static string? Behind(string readModel) => ProjectionNames.All.Contains(readModel) ? ProjectionNames.FoldedBy(readModel) : null;

    /// <summary>Asks for rebuilds of a tenant's read models: those that are asked for together are filled from one read of the log.</summary>
    /// <param name="tenant">The tenant; others are not touched.</param>
    /// <param name="projections">Some of <see cref="Names"/>.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="share">The share of the time that it works, between <see cref="LeastShare"/> and <see cref="WholeShare"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that will be rebuilt; of the others a rebuild is under way already.</returns>
    public async Task<IReadOnlyList<string>> RequestAsync(
        string tenant, IReadOnlyCollection<string> projections, Actor by, double share = UsualShare, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projections);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentOutOfRangeException.ThrowIfLessThan(share, LeastShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, WholeShare);
        var asked = await records.RequestAsync(tenant, projections.Select(static name => Of(name).Name), by, share, cancellationToken);
        if (asked.Count > 0)
        {
            requests.Writer.TryWrite(true);
        }

        return asked;
    }

    /// <summary>Cancels a rebuild that does not serve yet; false when there is none. The former generation serves on.</summary>
    public async Task<bool> CancelAsync(string tenant, string projection, CancellationToken cancellationToken = default)
    {
        var before = (await records.ListAsync(tenant, cancellationToken)).SingleOrDefault(r => r.Projection == projection);
        if (!await records.CancelAsync(tenant, projection, cancellationToken))
        {
            return false;
        }

        if (before is { Generation: > 0 })
        {
            await using var transaction = await models.Database.BeginAsync(tenant, null, cancellationToken);
            await models.Database.Checkpoints.RemoveAsync(transaction, new Generation(projection, before.Generation).Checkpoint(tenant), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        requests.Writer.TryWrite(true);
        return true;
    }

    /// <summary>The last rebuild of each projection of a tenant, the one under way included.</summary>
    public async Task<IReadOnlyList<RebuildStatus>> ListAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var head = (await models.Database.Log.HeadAsync(tenant, cancellationToken)).Position;
        var statuses = new List<RebuildStatus>();
        foreach (var record in await records.ListAsync(tenant, cancellationToken))
        {
            var position = record.Generation == 0
                ? 0
                : await models.Database.Checkpoints.ReadAsync(tenant, new Generation(record.Projection, record.Generation).Checkpoint(tenant), cancellationToken);
            statuses.Add(StatusOf(record, position, head));
        }

        return statuses;
    }

    /// <summary>Does what is asked for while this process holds the lease, until cancelled; a failure is recorded and tried again.</summary>
    internal async Task RunAsync(LeaseSession session, ILogger logger, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var lease = await session.TryAcquireAsync(Lease, cancellationToken);
                if (lease is not null)
                {
                    await WorkAsync(logger, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // What stopped it is recorded and tried again: a rebuild that ended in silence would look as if it ran.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "A rebuild was interrupted; it is taken up again.");
                await Task.Delay(AfterFailure, models.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await LookAgainAsync(cancellationToken);
        }
    }

    private async Task WorkAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var generations = new Generations(models.Database);
        foreach (var projection in Names)
        {
            await generations.DropUnusedAsync(projection, cancellationToken);
        }

        while (true)
        {
            requests.Reader.TryRead(out _);
            foreach (var tenant in await models.Database.Tenants.ListAsync(cancellationToken))
            {
                var open = (await records.ListAsync(tenant, cancellationToken)).Where(static r => r.EndedAt is null && Names.Contains(r.Projection)).ToList();
                if (open.Count > 0)
                {
                    await new RebuildRun(models, records, generations, tenant, logger).RunAsync(open, cancellationToken);
                }
            }

            await LookAgainAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LookEvery, models.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await requests.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Other processes take requests too: those are found by looking.
        }
    }

    /// <summary>The projection of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static IProjection Of(string projection) =>
        ReadModels.Projections.SingleOrDefault(p => p.Name == projection)
        ?? throw new ArgumentException($"There is no projection '{projection}'. There are: {string.Join(", ", Names)}.", nameof(projection));

    private static RebuildStatus StatusOf(RebuildRecord record, long position, long head) => new()
    {
        Name = record.Projection,
        Generation = record.Generation,
        State = record.State,
        By = record.By,
        Share = record.Share,
        RequestedAt = record.RequestedAt,
        StartedAt = record.StartedAt,
        EndedAt = record.EndedAt,
        Position = position,
        Head = head,
        EventsPerSecond = record.EventsPerSecond,
        Remaining = record is { State: RebuildState.Filling, EventsPerSecond: > 0 } ? TimeSpan.FromSeconds(Math.Ceiling((head - position) / record.EventsPerSecond.Value)) : null,
        Rows = record.Rows,
        HashBefore = record.HashBefore,
        HashAfter = record.HashAfter,
        HashPosition = record.HashPosition,
        Error = record.Error,
    };
}
