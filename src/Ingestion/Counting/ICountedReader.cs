using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>A resource whose source can count its own items.</summary>
internal interface ICountedReader : IResourceReader
{
    /// <summary>The kind of its items; see <see cref="Domain.Alerts.AlertKind"/>.</summary>
    string CountedKind { get; }

    /// <summary>The workspace of its items; null where there is none.</summary>
    string? CountedWorkspace => null;

    /// <summary>How many items the source holds whose last modification lies in a stretch of time.</summary>
    Task<CloudResult<long>> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);
}

/// <summary>Counts, given by the host, the alerts of a connector whose current version was modified in a stretch; null when it cannot tell now.</summary>
public delegate Task<long?> CountRecorded(CountedStretch stretch, CancellationToken cancellation);

/// <summary>What is counted.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Connector">The connector's slug.</param>
/// <param name="Kind">The kind of alert.</param>
/// <param name="Workspace">The workspace; null = any.</param>
/// <param name="From">Start of source modification time, included.</param>
/// <param name="To">End, excluded.</param>
public sealed record CountedStretch(string Tenant, string Connector, string Kind, string? Workspace, DateTimeOffset From, DateTimeOffset To);
