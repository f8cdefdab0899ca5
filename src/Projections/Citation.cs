namespace Dropzone.Ledger.Projections;

/// <summary>By what an answer of the past is cited: whoever opens the link sees the same numbers, and is told if they are not.</summary>
/// <param name="Position">The last event that the answer reflects.</param>
/// <param name="Generation">The generation of the read model that answered; another one must answer the same.</param>
/// <param name="Hash">SHA-256 over the canonical JSON (RFC 8785) of what is cited, lower-case hex.</param>
/// <param name="Link">Opens it, and compares the hash.</param>
/// <param name="Holds">Whether the hash equals the one that the link carried; absent when it carried none.</param>
public sealed record Citation(long Position, int Generation, string Hash, string Link, bool? Holds = null);
