namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary>How much is done to the log.</summary>
/// <param name="Seed">What the random choices begin with.</param>
/// <param name="Writers">Writers at once.</param>
/// <param name="Appends">Appends of each.</param>
/// <param name="Restarts">Restarts of the server, spread over the run.</param>
internal sealed record LogStressOptions(int Seed, int Writers, int Appends, int Restarts);

/// <summary>What was done, and what it broke.</summary>
/// <param name="Events">Events in the log.</param>
/// <param name="Retries">Appends whose answer was lost and that were sent again.</param>
/// <param name="RolledBack">Appends that were rolled back after they had been answered inside their transaction.</param>
/// <param name="Conflicts">Appends refused since the stream had moved, decided anew.</param>
/// <param name="Kills">Backends killed.</param>
/// <param name="Broken">Each broken promise in words; empty when all hold.</param>
internal sealed record LogStressResult(int Events, int Retries, int RolledBack, int Conflicts, int Kills, IReadOnlyList<string> Broken);
