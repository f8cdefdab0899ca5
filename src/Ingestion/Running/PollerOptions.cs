namespace Dropzone.Ledger.Ingestion;

/// <summary>How pollers run. The defaults are meant for production.</summary>
public sealed record PollerOptions
{
    /// <summary>How often leases that another process holds, tenants and connectors are looked at again.</summary>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Records of Graph asked for at once; null = the most that the API gives.</summary>
    public int? GraphPageSize { get; init; }

    /// <summary>Rows of SecurityIncident asked for at once.</summary>
    public int SentinelPageSize { get; init; } = 2000;

    /// <summary>Rows of a person's query that are taken at once; more halve the window.</summary>
    public int KqlRowsAtOnce { get; init; } = 5000;
}
