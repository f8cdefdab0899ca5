namespace Dropzone.Ledger.EventStore;

/// <summary>A named state that a worker resumes from.</summary>
public sealed record Cursor(string Name, long Revision, ReadOnlyMemory<byte> State, DateTimeOffset UpdatedAt);

/// <summary>Reads cursors; they are moved by <see cref="EventLog.AppendAsync"/> alone.</summary>
public sealed class Cursors
{
    public Task<Cursor?> ReadAsync(string tenant, string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<IReadOnlyList<Cursor>> ListAsync(string tenant, string prefix, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
