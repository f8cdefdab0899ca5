using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Projections;

/// <summary>What the events say of how a connector fares. What depends on the time of asking is judged in <see cref="HealthEvaluation"/>.</summary>
internal sealed record HealthState
{
    /// <summary>The slug.</summary>
    public required string Connector { get; init; }

    public string Kind { get; init; } = "";

    public string? Name { get; init; }

    public int Revision { get; init; }

    public bool Enabled { get; init; }

    public bool Removed { get; init; }

    public TimeSpan PollInterval { get; init; }

    /// <summary>When polling was allowed last.</summary>
    public DateTimeOffset? EnabledAt { get; init; }

    /// <summary>When an alert was first seen last.</summary>
    public DateTimeOffset? LastNewAt { get; init; }

    /// <summary>The usual time between moments at which alerts are first seen, each older gap weighing less; zero before the second moment.</summary>
    public TimeSpan UsualGap { get; init; }

    /// <summary>How many such moments there were.</summary>
    public long NewMoments { get; init; }

    /// <summary>The overlap of each poll.</summary>
    public TimeSpan LogIngestionDelay { get; init; }

    /// <summary>How far back the daily second look reaches.</summary>
    public TimeSpan PollLookback { get; init; }

    /// <summary>How long after their modification versions were observed: see <see cref="LagHistogram"/>.</summary>
    public IReadOnlyList<long> Lags { get; init; } = [];

    /// <summary>What was polled, in ordinal order of the resource.</summary>
    public IReadOnlyList<ResourceState> Resources { get; init; } = [];
}

/// <summary>What the events say of one polled resource.</summary>
internal sealed record ResourceState
{
    public required string Resource { get; init; }

    /// <summary>When coverage was recorded last.</summary>
    public DateTimeOffset? CoveredAt { get; init; }

    public PollTotals Totals { get; init; } = new();

    /// <summary>The warnings of the last coverage that had any.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The failure that no coverage followed.</summary>
    public PollFailure? Failure { get; init; }

    /// <summary>Read at least once.</summary>
    public IReadOnlyList<SourceWindow> Read { get; init; } = [];

    /// <summary>Asked again after the poll lookback.</summary>
    public IReadOnlyList<SourceWindow> Settled { get; init; } = [];

    /// <summary>What was read, by what was sent to narrow the answer.</summary>
    public IReadOnlyList<FilterCoverage> Filters { get; init; } = [];

    /// <summary>The source's own count, beside the ledger's, when it was compared last.</summary>
    public SourceCount? Counted { get; init; }

    /// <summary>Stretches that were found unreadable, in log order; those that were read since are among them.</summary>
    public IReadOnlyList<FoundGap> Gaps { get; init; } = [];

    /// <summary>Stretches that people accepted as unread.</summary>
    public IReadOnlyList<AcceptedGap> Accepted { get; init; } = [];
}

/// <summary>Sums over all recorded polls.</summary>
public sealed record PollTotals
{
    /// <summary>Windows read whole.</summary>
    public long Polls { get; init; }

    /// <summary>Pages read.</summary>
    public long Pages { get; init; }

    /// <summary>Records received, known ones included.</summary>
    public long Received { get; init; }

    /// <summary>Alerts seen for the first time.</summary>
    public long New { get; init; }

    /// <summary>Versions recorded of known alerts.</summary>
    public long Revised { get; init; }

    /// <summary>Alerts excluded at ingest.</summary>
    public long Excluded { get; init; }

    /// <summary>Warnings.</summary>
    public long Warnings { get; init; }

    /// <summary>Failures recorded; repeats were joined before.</summary>
    public long Failures { get; init; }

    /// <summary>Of them, those by which the source asked to slow down.</summary>
    public long Throttles { get; init; }
}

/// <summary>A window that could not be read.</summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What the API said.</param>
/// <param name="WhatToDo">What a person must do; null when waiting is enough.</param>
/// <param name="RequestId">The API's own id of the request, where an event names it.</param>
/// <param name="Window">The stretch of source time, where an event names it.</param>
/// <param name="Attempt">Which try; 0 when no event says.</param>
public sealed record PollFailure(
    DateTimeOffset At, string Code, string Message, string? WhatToDo = null, string? RequestId = null, SourceWindow? Window = null, int Attempt = 0);

/// <summary>A stretch that was found unreadable.</summary>
internal sealed record FoundGap(SourceWindow Window, int Attempt, string ErrorCode, DateTimeOffset FoundAt, string? Message = null);

/// <summary>A stretch that a person accepted as unread.</summary>
internal sealed record AcceptedGap(SourceWindow Window, Actor By, string Reason, DateTimeOffset At);
