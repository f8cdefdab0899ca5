using System.Text.Json;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Replays;

/// <summary>An event of the log with what it did.</summary>
/// <param name="Position">Its number in the tenant's log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its number in the stream.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Timestamp">When the log took it.</param>
/// <param name="User">Who acted.</param>
/// <param name="Digest">SHA-256 of its canonical form.</param>
/// <param name="Says">What happened, in a sentence.</param>
/// <param name="Changed">What it changed of an alert; nothing at its first sight, which brings everything.</param>
/// <param name="Details">The same and what else is worth knowing, a line each.</param>
/// <param name="Data">What it says.</param>
public sealed record ReplayedEvent(
    long Position,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    DateTimeOffset Timestamp,
    string? User,
    string Digest,
    string Says,
    IReadOnlyList<FieldChange> Changed,
    IReadOnlyList<string> Details,
    JsonElement Data)
{
    /// <summary>A stored event as it was told.</summary>
    public static ReplayedEvent Of(StoredEvent e, Chapter told)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(told);
        using var data = JsonDocument.Parse(e.Data);
        return new(
            e.Position, e.Id, e.Stream, e.Version, e.Type, e.Timestamp, e.UserName, e.Digest, told.Headline, told.Changed, told.Details, data.RootElement.Clone());
    }
}
