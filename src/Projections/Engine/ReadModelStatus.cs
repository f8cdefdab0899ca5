namespace Dropzone.Ledger.Projections;

/// <summary>How a read model fares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Generation">The generation that answers.</param>
/// <param name="Position">The last event folded into it.</param>
/// <param name="Lag">How many events of the log it does not reflect yet.</param>
/// <param name="OwnerAlive">Whether a process works on it.</param>
/// <param name="LastError">Why it stands still; null while it does not.</param>
/// <param name="LastErrorAt">When that was noticed.</param>
public sealed record ReadModelStatus(
    string Name, int Generation, long Position, long Lag, bool OwnerAlive, string? LastError, DateTimeOffset? LastErrorAt);
