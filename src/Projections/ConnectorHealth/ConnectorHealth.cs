using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Projections;

/// <summary>How a connector fares at the moment of asking.</summary>
public sealed record ConnectorHealth
{
    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>The revision of its settings.</summary>
    public required int Revision { get; init; }

    /// <summary>Whether it may be polled.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The state; quiet and dead are two.</summary>
    public required ConnectorCondition State { get; init; }

    /// <summary>The named state, such as <c>credential-expired</c>, <c>permission-missing</c>, <c>empty-answers</c> or <c>silent</c>.</summary>
    public required string Code { get; init; }

    /// <summary>In words, why.</summary>
    public required string Reason { get; init; }

    /// <summary>What a person must do; null when nothing is.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>When the source was last asked.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>When a window was last read whole.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When an alert was first seen last.</summary>
    public DateTimeOffset? LastNewAt { get; init; }

    /// <summary>How far behind now the resource read least far stands, by source time; null before the first whole window.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Until when the secret or certificate is good, as far as the source says; null when it does not.</summary>
    public CredentialExpiry? Credential { get; init; }

    /// <summary>Alerts whose mails are asked for again; null when none waits.</summary>
    public WaitingEvidence? WaitingEvidence { get; init; }

    /// <summary>What will need a person soon, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How long versions took to be observed, beside the three timing settings.</summary>
    public LagHistogram? LagHistogram { get; init; }

    /// <summary>Sums over all resources. Quiet polls that no event says yet are not among them.</summary>
    public required PollTotals Totals { get; init; }

    /// <summary>The failure that lasts, the newest of all resources.</summary>
    public PollFailure? LastError { get; init; }

    /// <summary>What is polled.</summary>
    public required IReadOnlyList<ResourceHealth> Resources { get; init; }

    /// <summary>The position that the recorded part reflects; the attempts come from the pollers' own rows, read just now.</summary>
    public required long Position { get; init; }
}

/// <summary>The states of a connector.</summary>
public enum ConnectorCondition
{
    /// <summary>It is polled, and alerts arrive as usual.</summary>
    Healthy,

    /// <summary>It is polled well, but no alert has been new for unusually long.</summary>
    Quiet,

    /// <summary>No poll has succeeded for too long.</summary>
    Dead,

    /// <summary>It fails in a way that only a person can mend.</summary>
    NeedsPerson,

    /// <summary>Polling is not allowed.</summary>
    Disabled,

    /// <summary>It was allowed just now and has not been polled yet.</summary>
    New,
}

/// <summary>How one polled resource fares.</summary>
public sealed record ResourceHealth
{
    /// <summary>What is polled, such as <c>alerts</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>When it was last asked.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>When a window was last read whole.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>The newest source time that was read, as the source wrote it.</summary>
    public string? Watermark { get; init; }

    /// <summary>Sums.</summary>
    public required PollTotals Totals { get; init; }

    /// <summary>The failure that lasts.</summary>
    public PollFailure? LastError { get; init; }

    /// <summary>The last warnings.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Read at least once, as recorded.</summary>
    public required IReadOnlyList<SourceWindow> Read { get; init; }

    /// <summary>Asked again after the poll lookback, as recorded.</summary>
    public required IReadOnlyList<SourceWindow> Settled { get; init; }

    /// <summary>What was read, by what was sent to narrow the answer.</summary>
    public IReadOnlyList<FilterCoverage> Filters { get; init; } = [];

    /// <summary>The source's own count, beside the ledger's; null before the first comparison.</summary>
    public SourceCount? LastCount { get; init; }

    /// <summary>Since when the source answers with an empty list although it must hold a known record.</summary>
    public DateTimeOffset? EmptySince { get; init; }

    /// <summary>Read, but said by no event yet.</summary>
    public SourceWindow? Pending { get; init; }

    /// <summary>Stretches between the first and the last one read that were not read: found unreadable, accepted, or never asked for.</summary>
    public required IReadOnlyList<CoverageHole> Gaps { get; init; }
}

/// <summary>A stretch of source time that was not read.</summary>
/// <param name="Window">The stretch.</param>
/// <param name="Kind"><c>unreadable</c>, <c>accepted</c> or <c>unpolled</c>.</param>
/// <param name="ErrorCode">The stable code of the last failure, when it was found unreadable.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="AcceptedBy">Who accepted it.</param>
/// <param name="Reason">Why it was accepted.</param>
public sealed record CoverageHole(SourceWindow Window, string Kind, string? ErrorCode = null, int Attempts = 0, string? AcceptedBy = null, string? Reason = null);
