using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Fills new generations of one tenant from one read of the log: the next batches are read and decoded while this one is folded and written, and the
/// generations are written side by side. Memory is bounded by the batches on their way.
/// </summary>
internal sealed class RebuildFill(LedgerDatabase database, RebuildRecords records, string tenant, TimeProvider time)
{
    private const int BatchesAhead = 2;
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(1);

    /// <summary>Fills all of them to the end of the log, and gives each with what hindered it.</summary>
    public async IAsyncEnumerable<(Target Filled, Exception? Failure)> RunAsync(
        IReadOnlyList<Target> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (targets.Count == 0)
        {
            yield break;
        }

        var fills = new List<Fill>();
        foreach (var target in targets)
        {
            var position = await target.Writer.PositionAsync(cancellationToken);
            fills.Add(new Fill(target) { Position = position, SaidPosition = position, SaidAt = time.GetTimestamp() });
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<IReadOnlyList<DecodedEvent>>(BatchesAhead);
        var reading = Task.Run(() => ReadAsync(fills.Min(static f => f.Position), targets, batches.Writer, stop.Token), CancellationToken.None);
        var share = targets.Min(static t => t.Record.Share);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                if (share < ReadModelRebuilds.WholeShare)
                {
                    await AdvanceGentlyAsync(fills, batch, share, cancellationToken);
                }
                else
                {
                    await Task.WhenAll(fills.Select(fill => AdvanceAsync(fill, batch, cancellationToken)));
                }

                if (fills.TrueForAll(static f => f.Failure is not null))
                {
                    break;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (reading.IsFaulted)
        {
            await reading;
        }

        foreach (var fill in fills)
        {
            yield return (fill.Target, fill.Failure);
        }
    }

    /// <summary>One generation after the other, each followed by its rest: readers meet one busy core at most, and never for long.</summary>
    private async Task AdvanceGentlyAsync(
        IReadOnlyList<Fill> fills, IReadOnlyList<DecodedEvent> batch, double share, CancellationToken cancellationToken)
    {
        foreach (var fill in fills)
        {
            var began = time.GetTimestamp();
            await AdvanceAsync(fill, batch, cancellationToken);
            await Task.Delay(time.GetElapsedTime(began) * ((1 / share) - 1), time, cancellationToken);
        }
    }

    private async Task ReadAsync(
        long after, IReadOnlyList<Target> targets, ChannelWriter<IReadOnlyList<DecodedEvent>> batches, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = EventTypes.All.Select(static t => t.Alias).Where(type => targets.Any(t => t.Writer.Projection.Wants(type))).ToHashSet(StringComparer.Ordinal);
            var read = EventReading.Of(wanted.Contains);
            while (await database.Log.ReadLogAsync(tenant, after, LogFeed.LargestBatch, read, cancellationToken) is { Count: > 0 } events)
            {
                await batches.WriteAsync(events, cancellationToken);
                after = events[^1].Stored.Position;
            }

            batches.Complete();
        }
        catch (Exception e)
        {
            batches.TryComplete(e);
            throw;
        }
    }

    private async Task AdvanceAsync(Fill fill, IReadOnlyList<DecodedEvent> batch, CancellationToken cancellationToken)
    {
        if (fill.Failure is not null || batch[^1].Stored.Position <= fill.Position)
        {
            return;
        }

        var (record, writer, bare) = fill.Target;
        try
        {
            fill.Position = await writer.AdvanceAsync(fill.Position, batch, bare, serves: false, cancellationToken);
            var since = time.GetElapsedTime(fill.SaidAt);
            if (since >= SayEvery)
            {
                // Also how a cancellation is seen.
                if (!await records.ProgressAsync(tenant, record, (fill.Position - fill.SaidPosition) / since.TotalSeconds, cancellationToken))
                {
                    throw new RebuildEndedException();
                }

                (fill.SaidAt, fill.SaidPosition) = (time.GetTimestamp(), fill.Position);
            }
        }
        catch (Exception e) when (e is UnfoldableEventException or RebuildEndedException)
        {
            fill.Failure = e;
        }
        catch (InvalidOperationException) when (!cancellationToken.IsCancellationRequested)
        {
            // A cancelled rebuild loses its checkpoint under the fill.
            if (await records.ProgressAsync(tenant, record, 0, cancellationToken))
            {
                throw;
            }

            fill.Failure = new RebuildEndedException();
        }
    }

    /// <summary>A generation to fill.</summary>
    /// <param name="Record">The rebuild.</param>
    /// <param name="Writer">Folds into the generation.</param>
    /// <param name="Bare">See <see cref="TableSpace"/>.</param>
    internal sealed record Target(RebuildRecord Record, GenerationWriter Writer, bool Bare);

    private sealed class Fill(Target target)
    {
        public Target Target { get; } = target;

        public long Position { get; set; }

        public long SaidPosition { get; set; }

        public long SaidAt { get; set; }

        public Exception? Failure { get; set; }
    }
}
