using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Fills new generations of one tenant from one read of the log. At full speed the next batches are read and decoded while this one is folded and the one
/// before it is written, and the generations are filled side by side; memory is bounded by the batches on their way. Gently one thing is done at a time, in
/// small batches.
/// </summary>
internal sealed class RebuildFill(LedgerDatabase database, RebuildRecords records, string tenant, TimeProvider time)
{
    private const int BatchesAhead = 2;

    /// <summary>Some ten milliseconds of work, which is as long as a reader may meet a busy core.</summary>
    private const int GentleBatch = 250;
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
            fills.Add(new Fill(target) { Latest = new BatchUnderWay(position, Task.CompletedTask), SaidPosition = position, SaidAt = time.GetTimestamp() });
        }

        var (after, share) = (fills.Min(static f => f.Latest.To), targets.Min(static t => t.Record.Share));
        await (share < ReadModelRebuilds.WholeShare ? FillGentlyAsync(fills, after, share, cancellationToken) : FillAtFullSpeedAsync(fills, after, cancellationToken));
        foreach (var fill in fills)
        {
            yield return (fill.Target, fill.Failure);
        }
    }

    /// <summary>One batch is read, then one generation after the other is written, each followed by its rest: readers meet one busy core at most, and never for long.</summary>
    private async Task FillGentlyAsync(IReadOnlyList<Fill> fills, long after, double share, CancellationToken cancellationToken)
    {
        await foreach (var batch in BatchesAsync(fills, after, GentleBatch, cancellationToken))
        {
            foreach (var fill in fills)
            {
                var began = time.GetTimestamp();
                await AdvanceAsync(fill, batch, waits: true, cancellationToken);
                await Task.Delay(time.GetElapsedTime(began) * ((1 / share) - 1), time, cancellationToken);
            }

            if (fills.All(static f => f.Failure is not null))
            {
                return;
            }
        }
    }

    private async Task FillAtFullSpeedAsync(IReadOnlyList<Fill> fills, long after, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<IReadOnlyList<DecodedEvent>>(BatchesAhead);
        var reading = Task.Run(() => ReadAheadAsync(fills, after, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                await Task.WhenAll(fills.Select(fill => AdvanceAsync(fill, batch, waits: false, cancellationToken)));
                if (fills.All(static f => f.Failure is not null))
                {
                    break;
                }
            }

            await Task.WhenAll(fills.Select(fill => GuardAsync(fill, () => fill.Latest.Written, cancellationToken)));
        }
        finally
        {
            // Whatever failed, nothing is written any more once this has ended.
            await stop.CancelAsync();
            await Task.WhenAll(fills.Select(static f => f.Latest.Written).Append(reading)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (reading.IsFaulted)
        {
            await reading;
        }
    }

    private async Task ReadAheadAsync(IReadOnlyList<Fill> fills, long after, ChannelWriter<IReadOnlyList<DecodedEvent>> batches, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in BatchesAsync(fills, after, LogFeed.LargestBatch, cancellationToken))
            {
                await batches.WriteAsync(batch, cancellationToken);
            }

            batches.Complete();
        }
        catch (Exception e)
        {
            batches.TryComplete(e);
            throw;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<DecodedEvent>> BatchesAsync(
        IReadOnlyList<Fill> fills, long after, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = EventTypes.All.Select(static t => t.Alias).Where(type => fills.Any(f => f.Target.Writer.Projection.Wants(type))).ToHashSet(StringComparer.Ordinal);
        var read = EventReading.Of(wanted.Contains);
        while (await database.Log.ReadLogAsync(tenant, after, limit, read, cancellationToken) is { Count: > 0 } events)
        {
            yield return events;
            after = events[^1].Stored.Position;
        }
    }

    private async Task AdvanceAsync(Fill fill, IReadOnlyList<DecodedEvent> batch, bool waits, CancellationToken cancellationToken)
    {
        if (fill.Failure is not null || batch[^1].Stored.Position <= fill.Latest.To)
        {
            return;
        }

        var (_, writer, bare) = fill.Target;
        await GuardAsync(
            fill,
            async () =>
            {
                fill.Latest = await writer.AdvanceAheadAsync(fill.Latest, batch, bare, cancellationToken);
                if (waits || fill.Latest.Halt is not null)
                {
                    await fill.Latest.Written;
                }

                await SayAsync(fill, cancellationToken);
            },
            cancellationToken);
        fill.Failure ??= fill.Latest.Halt;
    }

    /// <summary>Tells now and then how far it is. Also how a cancellation is seen.</summary>
    private async Task SayAsync(Fill fill, CancellationToken cancellationToken)
    {
        var since = time.GetElapsedTime(fill.SaidAt);
        if (since >= SayEvery)
        {
            if (!await records.ProgressAsync(tenant, fill.Target.Record, (fill.Latest.To - fill.SaidPosition) / since.TotalSeconds, cancellationToken))
            {
                throw new RebuildEndedException();
            }

            (fill.SaidAt, fill.SaidPosition) = (time.GetTimestamp(), fill.Latest.To);
        }
    }

    private async Task GuardAsync(Fill fill, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (RebuildEndedException e)
        {
            fill.Failure = e;
        }
        catch (InvalidOperationException) when (!cancellationToken.IsCancellationRequested)
        {
            // A cancelled rebuild loses its checkpoint under the fill.
            if (await records.ProgressAsync(tenant, fill.Target.Record, 0, cancellationToken))
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

        /// <summary>The batch that is being written, or was written last.</summary>
        public required BatchUnderWay Latest { get; set; }

        public long SaidPosition { get; set; }

        public long SaidAt { get; set; }

        public Exception? Failure { get; set; }
    }
}
