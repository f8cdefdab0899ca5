using System.Collections.Concurrent;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Group commit: while one append of a tenant is under way, those that come in this process wait for its end and then go in one transaction. Each would have
/// waited for the head of the log, and one after the other for the disk; together they wait for the disk once. Safe for concurrent use.
/// </summary>
/// <param name="write">Writes some appends of one tenant in one transaction and gives what became of each, in their order.</param>
internal sealed class GroupCommit<TAppend, TResult>(Func<IReadOnlyList<TAppend>, CancellationToken, Task<IReadOnlyList<TResult>>> write)
{
    /// <summary>Who comes behind them waits for all of them.</summary>
    private const int MostTogether = 64;

    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);

    /// <summary>Writes an append, at once and by itself when none of the tenant is under way.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="append">The append.</param>
    /// <param name="cancellationToken">Ends the wait. An append that has not gone by then is not written; one that has may be.</param>
    /// <returns>What became of it. An exception of the transaction reaches everybody who was in it.</returns>
    public async Task<TResult> WriteAsync(string tenant, TAppend append, CancellationToken cancellationToken)
    {
        var line = lines.GetOrAdd(tenant, static _ => new Line());
        if (line.Wait(append, cancellationToken) is { } waiting)
        {
            await using (cancellationToken.UnsafeRegister(static one => ((Waiting)one!).Cancel(), waiting))
            {
                return await waiting.Result;
            }
        }

        try
        {
            return (await write([append], cancellationToken))[0];
        }
        finally
        {
            GoOn(line);
        }
    }

    private void GoOn(Line line)
    {
        if (line.Next() is { Count: > 0 } group)
        {
            _ = WriteAsync(line, group);
        }
    }

    /// <summary>Never fails: what failed is told to those who wait. Nobody's cancellation is that of the others.</summary>
    private async Task WriteAsync(Line line, List<Waiting> group)
    {
        try
        {
            var results = await write([.. group.Select(static one => one.Append)], CancellationToken.None);
            for (var n = 0; n < group.Count; n++)
            {
                group[n].End(results[n]);
            }
        }
        catch (Exception e)
        {
            foreach (var one in group)
            {
                one.Fail(e);
            }
        }
        finally
        {
            GoOn(line);
        }
    }

    /// <summary>The appends of one tenant: one transaction is under way, or none.</summary>
    private sealed class Line
    {
        private readonly Lock gate = new();
        private readonly Queue<Waiting> queue = new();
        private bool busy;

        /// <returns>Null when none is under way: the caller writes, and says when it is done.</returns>
        public Waiting? Wait(TAppend append, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                if (!busy)
                {
                    busy = true;
                    return null;
                }

                var waiting = new Waiting(append, cancellationToken);
                queue.Enqueue(waiting);
                return waiting;
            }
        }

        /// <summary>Those who go next; none, and then none is under way.</summary>
        public List<Waiting> Next()
        {
            lock (gate)
            {
                var group = new List<Waiting>(Math.Min(queue.Count, MostTogether));
                while (group.Count < MostTogether && queue.TryDequeue(out var waiting))
                {
                    if (!waiting.Result.IsCompleted)
                    {
                        group.Add(waiting);
                    }
                }

                busy = group.Count > 0;
                return group;
            }
        }
    }

    private sealed class Waiting(TAppend append, CancellationToken cancellationToken)
    {
        private readonly TaskCompletionSource<TResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TAppend Append => append;

        public Task<TResult> Result => result.Task;

        public void Cancel() => result.TrySetCanceled(cancellationToken);

        public void End(TResult became) => result.TrySetResult(became);

        public void Fail(Exception e) => result.TrySetException(e);
    }
}
