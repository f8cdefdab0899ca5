using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// What the watch over one workspace's incident numbers has seen and said. Lies in the cursor row <c>poll/{connector}/incident-numbers/{workspace}</c>;
/// the names that <see cref="PollCursor"/> has too mean the same, so that a reader of such rows can show it.
/// </summary>
public sealed record NumberCursor
{
    /// <summary>Before the first look.</summary>
    public static NumberCursor New { get; } = new();

    /// <summary>Every event of the log up to here was looked at.</summary>
    public long Position { get; init; }

    /// <summary>Incidents made before were never asked for: their numbers say nothing.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The numbers seen.</summary>
    public IReadOnlyList<NumberRun> Seen { get; init; } = [];

    /// <summary>The holes that were reported and are not closed.</summary>
    public IReadOnlyList<NumberHole> Reported { get; init; } = [];

    /// <summary>How many events about coverage were said; it tells those of one window apart.</summary>
    public int Said { get; init; }

    /// <summary>Up to here events have said what was covered.</summary>
    public DateTimeOffset? PendingFrom { get; init; }

    /// <summary>Incidents made before have had the time to arrive.</summary>
    public DateTimeOffset? CoveredTo { get; init; }

    /// <summary>When it was last looked.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>The same: looking into the own log does not fail.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>The JSON of the row.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Options);

    /// <summary>Reads the JSON of a row.</summary>
    /// <exception cref="JsonException">It is no such row.</exception>
    public static NumberCursor FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<NumberCursor>(json, LedgerJson.Options) ?? throw new JsonException("The cursor is null.");
}

/// <summary>An incident as the watch sees it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Created">When the source made it.</param>
/// <param name="Seen">When the ledger recorded it.</param>
/// <param name="AskedFrom">The start of the window that brought it.</param>
internal sealed record NumberedIncident(long Number, DateTimeOffset Created, DateTimeOffset Seen, DateTimeOffset AskedFrom);
