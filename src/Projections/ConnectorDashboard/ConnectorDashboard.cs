namespace Dropzone.Ledger.Projections;

/// <summary>The counters of one connector.</summary>
public sealed record ConnectorDashboard
{
    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>Its kind; null when alerts name a connector whose settings were never recorded.</summary>
    public required string? Kind { get; init; }

    /// <summary>What people call it.</summary>
    public required string? Name { get; init; }

    /// <summary>The position that the numbers reflect.</summary>
    public required long Position { get; init; }

    /// <summary>The balance over all time.</summary>
    public required Conservation Conservation { get; init; }

    /// <summary>The balance of each UTC day on which alerts were first seen, oldest first.</summary>
    public required IReadOnlyList<DayConservation> Days { get; init; }

    /// <summary>Alerts by severity, most first.</summary>
    public required IReadOnlyList<Tally> BySeverity { get; init; }

    /// <summary>Alerts by the source's status word.</summary>
    public required IReadOnlyList<Tally> ByStatus { get; init; }

    /// <summary>Alerts by detection source; the empty text where the source names none.</summary>
    public required IReadOnlyList<Tally> ByDetectionSource { get; init; }

    /// <summary>Alerts by the status of the investigation.</summary>
    public required IReadOnlyList<Tally> ByInvestigationStatus { get; init; }

    /// <summary>Excluded alerts by the rule that excludes them.</summary>
    public required IReadOnlyList<ValueCount> ByExclusionRule { get; init; }

    /// <summary>Alerts first seen by UTC hour, oldest first: the newest hours that have any.</summary>
    public required IReadOnlyList<HourCount> Hours { get; init; }

    /// <summary>How fast alerts are worked on, by severity; on the dashboard of one connector, and of any as it stood.</summary>
    public IReadOnlyList<WorkTimes>? Work { get; init; }

    /// <summary>The balance of write-backs; absent for a connector that never had one.</summary>
    public TicketBalance? Tickets { get; init; }

    /// <summary>By what the numbers are cited; only of a dashboard as it stood.</summary>
    public Citation? Citation { get; init; }
}

/// <summary>Dashboards as they stood.</summary>
/// <param name="Position">The position.</param>
/// <param name="Generation">The generation of the read model that answered.</param>
/// <param name="Dashboards">By slug.</param>
public sealed record PastDashboards(long Position, int Generation, IReadOnlyList<ConnectorDashboard> Dashboards);

/// <summary>The balance of one UTC day.</summary>
public sealed record DayConservation(DateOnly Day, Conservation Conservation);

/// <summary>Alerts first seen in one UTC hour.</summary>
/// <param name="Hour">The hour's start.</param>
/// <param name="Ingested">How many.</param>
public sealed record HourCount(DateTimeOffset Hour, long Ingested);

/// <summary>The balance of the alerts that have one value.</summary>
public sealed record Tally(string Value, Conservation Conservation);

/// <summary>How many alerts have one value.</summary>
public sealed record ValueCount(string Value, long Count);
