using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// How far the evidence of a connector's alerts was looked for. Lies in the cursor row <see cref="NameOf"/>, moved by the appends that record the outcomes,
/// and names positions of the log, nothing of a person.
/// </summary>
public sealed record EvidenceCursor
{
    /// <summary>Every version read by polls up to here has its outcome or waits.</summary>
    public long Live { get; init; }

    /// <summary>The same of backfills: what is new goes first.</summary>
    public long Past { get; init; }

    /// <summary>Versions whose evidence could not be had for a reason that may pass.</summary>
    public IReadOnlyList<WaitingEvidence> Waiting { get; init; } = [];

    /// <summary>The settings want no evidence: what is recorded meanwhile is not asked for later.</summary>
    public bool Off { get; init; }

    /// <summary>The row's name.</summary>
    public static string NameOf(string connector) => $"evidence/{connector}";

    /// <summary>The JSON of the row.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Options);

    /// <summary>Reads the JSON of a row.</summary>
    /// <exception cref="JsonException">It is no such row.</exception>
    public static EvidenceCursor FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<EvidenceCursor>(json, LedgerJson.Options) ?? throw new JsonException("The cursor is null.");

    /// <summary>The position of a lane.</summary>
    internal long At(EvidenceLane lane) => lane == EvidenceLane.Live ? Live : Past;

    /// <summary>With a lane that was followed up to a position.</summary>
    internal EvidenceCursor With(EvidenceLane lane, long position) => lane == EvidenceLane.Live ? this with { Live = position } : this with { Past = position };
}

/// <summary>A version that is asked for again.</summary>
/// <param name="Position">The position of its event.</param>
/// <param name="Tries">Tries so far.</param>
/// <param name="NextTryAt">When it is asked for next.</param>
/// <param name="Code">Why it waits.</param>
public sealed record WaitingEvidence(long Position, int Tries, DateTimeOffset NextTryAt, string Code);

/// <summary>What brought a version.</summary>
internal enum EvidenceLane
{
    /// <summary>A poll.</summary>
    Live,

    /// <summary>A backfill.</summary>
    Past,
}
