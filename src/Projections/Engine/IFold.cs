namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// A projection at work on one generation of one tenant, batch after batch. It may remember what it read and wrote, since nobody else writes there: who
/// failed to commit a batch begins another fold.
/// </summary>
internal interface IFold
{
    /// <summary>Folds events in log order; the rows are changed by what it gives.</summary>
    /// <param name="tables">What the fold reads. They may lag behind by the one batch before, as long as that is still being written.</param>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<BatchWrite> FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken);
}

/// <summary>Writes what a batch changed; run once, after the batches before it.</summary>
internal delegate Task BatchWrite(TableSpace tables, CancellationToken cancellationToken);

/// <summary>A fold that remembers nothing: it reads and writes in one, once the batches before it are written.</summary>
internal sealed class PlainFold(Func<TableSpace, IReadOnlyList<FoldedEvent>, CancellationToken, Task> fold) : IFold
{
    /// <inheritdoc />
    public Task<BatchWrite> FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken) =>
        Task.FromResult<BatchWrite>((into, token) => fold(into, events, token));
}
