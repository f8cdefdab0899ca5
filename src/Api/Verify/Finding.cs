namespace Dropzone.Ledger.Api.Verify;

/// <summary>Something of the ledger that does not hold.</summary>
/// <param name="Check">Which promise: see <see cref="CheckName"/>.</param>
/// <param name="Where">The event, stream, row or document.</param>
/// <param name="What">What was expected and what was found.</param>
public sealed record Finding(string Check, string Where, string What);

/// <summary>The promises that are checked, by the names that findings carry.</summary>
public static class CheckName
{
    /// <summary>Positions are 1..n without a hole, and the head is n.</summary>
    public const string Positions = "positions";

    /// <summary>Time grows with the position.</summary>
    public const string Timestamps = "timestamps";

    /// <summary>Versions of each stream are 1..m, and the stream's row says m.</summary>
    public const string Versions = "versions";

    /// <summary>Each event's data has the digest that was recorded with it.</summary>
    public const string Digests = "digests";

    /// <summary>Each event can be read.</summary>
    public const string Events = "events";

    /// <summary>Each document in the vault is the one that its event committed to; none is missing that was not erased.</summary>
    public const string Vault = "vault";

    /// <summary>Each intent has at most one outcome, and each outcome an intent.</summary>
    public const string Intents = "intents";

    /// <summary>Each read model equals a fresh fold of the record.</summary>
    public const string ReadModels = "read-models";

    /// <summary>ingested = shown + excluded + merged.</summary>
    public const string Conservation = "conservation";
}
