using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// How far one resource of a connector was read, and what its last polls were like. Lies in the cursor row <see cref="NameOf"/>, moved by
/// compare-and-set in the same transaction as the facts. Only <see cref="Watermark"/> decides what is asked next, and it comes from
/// the source's data alone.
/// </summary>
public sealed record PollCursor
{
    /// <summary>The cursor before the first poll.</summary>
    public static PollCursor New { get; } = new();

    /// <summary>The newest source time of a whole window, as the source wrote it; absent until a record was received.</summary>
    public string? Watermark { get; init; }

    /// <summary>The records seen at exactly that time, as short keys; at most <see cref="HighMark.MostKeys"/>.</summary>
    public IReadOnlyList<string> WatermarkKeys { get; init; } = [];

    /// <summary>The source time from which the first poll looked.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The end of what live windows have read.</summary>
    public DateTimeOffset? CoveredTo { get; init; }

    /// <summary>The end of what was asked again after the poll lookback.</summary>
    public DateTimeOffset? SettledTo { get; init; }

    /// <summary>When the last reconcile pass began, by the ledger's clock.</summary>
    public DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>When the source was last asked.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>When a window was last read whole.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a poll last brought an alert or a version that was not known.</summary>
    public DateTimeOffset? LastNewAt { get; init; }

    /// <summary>Windows read whole so far.</summary>
    public long Polls { get; init; }

    /// <summary>Pages read so far.</summary>
    public long Pages { get; init; }

    /// <summary>How often the source asked to slow down.</summary>
    public long Throttles { get; init; }

    /// <summary>Coverage that no event says yet.</summary>
    public PendingCoverage? Pending { get; init; }

    /// <summary>The start of the pending coverage, for readers of the row.</summary>
    public DateTimeOffset? PendingFrom => Pending?.From;

    /// <summary>What went wrong last; absent once a window was read whole again.</summary>
    public PollError? LastError { get; init; }

    /// <summary>The live pass that is not finished.</summary>
    public Pass? Live { get; init; }

    /// <summary>The reconcile pass that is not finished.</summary>
    public Pass? Reconcile { get; init; }

    /// <summary>Stretches that could not be read, oldest first.</summary>
    public IReadOnlyList<CoverageGap> Gaps { get; init; } = [];

    /// <summary>Requested backfills that are not ended, oldest first.</summary>
    public IReadOnlyList<BackfillProgress> Backfills { get; init; } = [];

    /// <summary>Since when the source has answered without the record of the watermark, which it must hold; absent while it answers as it should.</summary>
    public DateTimeOffset? EmptySince { get; init; }

    /// <summary>When the source's own count was last compared.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>When the secret or certificate ends; absent when it cannot be read.</summary>
    public DateTimeOffset? CredentialEndsAt { get; init; }

    /// <summary><c>poll/{connector}/{resource}</c>.</summary>
    public static string NameOf(string connector, string resource) => $"poll/{connector}/{resource}";

    /// <summary>The JSON of the row.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Options);

    /// <summary>Reads the JSON of a row.</summary>
    /// <exception cref="JsonException">It is not a cursor.</exception>
    public static PollCursor FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<PollCursor>(json, LedgerJson.Options) ?? throw new JsonException("The cursor is null.");
}

/// <summary>A failure that lasts.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What the source said, cut and cleaned.</param>
/// <param name="Since">When it began.</param>
/// <param name="Repeats">How often it was met; 1 is the first.</param>
/// <param name="WhatToDo">What a person must do; absent when waiting is enough.</param>
/// <param name="RequestId">The API's own id of the last failed request.</param>
public sealed record PollError(
    string Code, string Message, DateTimeOffset Since, int Repeats, string? WhatToDo = null, string? RequestId = null);
