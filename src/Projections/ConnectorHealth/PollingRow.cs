using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections;

/// <summary>What the poller's own row says between two events: quiet polls are no events. Fields that a row lacks are unknown.</summary>
internal sealed record PollingRow
{
    public DateTimeOffset? LastAttemptAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public DateTimeOffset? CoveredTo { get; init; }

    public DateTimeOffset? PendingFrom { get; init; }

    public string? Watermark { get; init; }

    public DateTimeOffset? EmptySince { get; init; }

    public DateTimeOffset? CredentialEndsAt { get; init; }

    public long Throttles { get; init; }

    public PollingError? LastError { get; init; }

    /// <summary>The prefix of the names of a connector's rows.</summary>
    public static string Prefix(string connector) => $"poll/{connector}/";

    /// <summary>Reads a row; one that is written otherwise says nothing.</summary>
    public static PollingRow Read(Cursor cursor)
    {
        try
        {
            return JsonSerializer.Deserialize<PollingRow>(cursor.State.Span, LedgerJson.Options) ?? new PollingRow();
        }
        catch (JsonException)
        {
            return new PollingRow();
        }
    }
}

/// <summary>What went wrong last, in the poller's own words.</summary>
internal sealed record PollingError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? WhatToDo { get; init; }
}
