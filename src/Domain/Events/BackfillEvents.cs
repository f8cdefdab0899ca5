using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>A person asked for the past.</summary>
public sealed record BackfillRequested : ConnectorEvent
{
    /// <summary>The stretch to read.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>Who asked.</summary>
    public required Actor By { get; init; }

    /// <summary>What is to be read; absent: everything that the connector polls.</summary>
    public string? Resource { get; init; }

    /// <summary>In words, why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A requested backfill was read to its end; what could not be read of it stands in <see cref="CoverageGapFound"/> events.</summary>
public sealed record BackfillCompleted : ConnectorEvent
{
    /// <summary>The id of the <see cref="BackfillRequested"/> event.</summary>
    public required Guid Request { get; init; }

    /// <summary>The stretch that was read.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>Windows that it took.</summary>
    public int? Windows { get; init; }

    /// <summary>Records received, known ones included.</summary>
    public int? Received { get; init; }

    /// <summary>Alerts seen for the first time.</summary>
    public int? New { get; init; }

    /// <summary>Versions recorded of alerts that were known.</summary>
    public int? Revised { get; init; }

    /// <summary>Stretches of it that could not be read.</summary>
    public int? Gaps { get; init; }
}

/// <summary>A person took a backfill back before its end; what it had read stays.</summary>
public sealed record BackfillCancelled : ConnectorEvent
{
    /// <summary>The id of the <see cref="BackfillRequested"/> event.</summary>
    public required Guid Request { get; init; }

    /// <summary>Who took it back.</summary>
    public required Actor By { get; init; }

    /// <summary>In words, why.</summary>
    public string? Reason { get; init; }
}

/// <summary>The source's own count of a stretch, beside the ledger's.</summary>
public sealed record SourceCounted : ConnectorEvent
{
    /// <summary>What was counted.</summary>
    public required string Resource { get; init; }

    /// <summary>The stretch of source modification time.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>How many items the source says it holds there.</summary>
    public required long AtSource { get; init; }

    /// <summary>How many the ledger holds there.</summary>
    public required long InLedger { get; init; }

    /// <summary>When it was counted, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
