using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections;

/// <summary>What the row of those who look for a connector's evidence says; fields that a row lacks are unknown.</summary>
internal sealed record EvidenceRow
{
    public IReadOnlyList<WaitingVersion> Waiting { get; init; } = [];

    /// <summary>The row's name.</summary>
    public static string NameOf(string connector) => $"evidence/{connector}";

    /// <summary>Reads a row; one that is written otherwise says nothing.</summary>
    public static EvidenceRow Read(Cursor? cursor)
    {
        try
        {
            return cursor is null ? new EvidenceRow() : JsonSerializer.Deserialize<EvidenceRow>(cursor.State.Span, LedgerJson.Options) ?? new EvidenceRow();
        }
        catch (JsonException)
        {
            return new EvidenceRow();
        }
    }
}

/// <summary>A version of an alert whose mails are asked for again.</summary>
internal sealed record WaitingVersion
{
    public DateTimeOffset? NextTryAt { get; init; }

    public string? Code { get; init; }
}

/// <summary>Alerts whose evidence could not be had yet, for a reason that may pass.</summary>
/// <param name="Alerts">How many versions of alerts wait.</param>
/// <param name="Code">The stable code of why the first of them waits.</param>
/// <param name="NextTryAt">When the first of them is asked for again.</param>
public sealed record WaitingEvidence(int Alerts, string Code, DateTimeOffset? NextTryAt);
