using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>The connector got new settings; the first one creates it.</summary>
public sealed record ConnectorConfigured : ConnectorEvent
{
    /// <summary>1 for the first settings, then one more at each change.</summary>
    public required int Revision { get; init; }

    /// <summary>The settings, without secrets.</summary>
    public required ConnectorSettings Settings { get; init; }

    /// <summary>Who set them.</summary>
    public required Actor By { get; init; }

    /// <summary>The position of the preview that was looked at before; absent when there was none.</summary>
    public long? PreviewedAt { get; init; }
}

/// <summary>Polling was allowed.</summary>
public sealed record ConnectorEnabled : ConnectorEvent
{
    /// <summary>Who allowed it.</summary>
    public required Actor By { get; init; }
}

/// <summary>Polling was stopped.</summary>
public sealed record ConnectorDisabled : ConnectorEvent
{
    /// <summary>Who stopped it.</summary>
    public required Actor By { get; init; }

    /// <summary>In words, why.</summary>
    public string? Reason { get; init; }
}

/// <summary>The connector was removed; its history stays.</summary>
public sealed record ConnectorRemoved : ConnectorEvent
{
    /// <summary>Who removed it.</summary>
    public required Actor By { get; init; }
}

/// <summary>A secret or certificate was stored, replaced or discarded. Says nothing of its value.</summary>
public sealed record SecretRotated : ConnectorEvent
{
    /// <summary>The revision of the settings that the secret belongs to.</summary>
    public required int Revision { get; init; }

    /// <summary>The field, such as <c>credentials.clientSecret</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor By { get; init; }
}

/// <summary>Windows of source time that were read whole since the last such event; neighbours are joined.</summary>
public sealed record PollWindowCovered : ConnectorEvent
{
    /// <summary>What was polled, such as <c>alerts</c> or <c>incidents/law-soc</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The stretch of source time, its start included and its end excluded.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>SHA-256 (hex) of what was sent to the server to narrow the answer; names what was not asked for.</summary>
    public required string FilterDigest { get; init; }

    /// <summary>How the stretch was read.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Whether it was asked again after the poll lookback.</summary>
    public bool Settled { get; init; }

    /// <summary>Which try at this window succeeded; 1 is the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many polls this event joins.</summary>
    public required int Polls { get; init; }

    /// <summary>Pages read.</summary>
    public required int Pages { get; init; }

    /// <summary>Records received, known ones included.</summary>
    public required int Received { get; init; }

    /// <summary>Alerts seen for the first time.</summary>
    public required int New { get; init; }

    /// <summary>Versions recorded of alerts that were known.</summary>
    public required int Revised { get; init; }

    /// <summary>Alerts excluded at ingest.</summary>
    public required int Excluded { get; init; }

    /// <summary>In words, what was narrowed on the server and so never came; absent when nothing was.</summary>
    public string? NotAskedFor { get; init; }

    /// <summary>What was odd, in words that name the record.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A window could not be read whole; the watermark stays. Repeats of the same failure are joined.</summary>
public sealed record PollWindowFailed : ConnectorEvent
{
    /// <summary>What was polled.</summary>
    public required string Resource { get; init; }

    /// <summary>The stretch of source time.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>Which try this was.</summary>
    public required int Attempt { get; init; }

    /// <summary>A stable code.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>What the API said, cut and cleaned.</summary>
    public required string Message { get; init; }

    /// <summary>The API's own id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>What a person must do; absent when waiting is enough.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>When it failed, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}

/// <summary>A narrowest stretch keeps failing; newer alerts flow on and the stretch is retried with backoff.</summary>
public sealed record CoverageGapFound : ConnectorEvent
{
    /// <summary>What was polled.</summary>
    public required string Resource { get; init; }

    /// <summary>The stretch that was not read.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>A stable code of the last failure.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>In words, what is missing and why, where the code does not say it all.</summary>
    public string? Message { get; init; }
}

/// <summary>A person accepted that a stretch will not be read.</summary>
public sealed record CoverageGapAccepted : ConnectorEvent
{
    /// <summary>What was polled.</summary>
    public required string Resource { get; init; }

    /// <summary>The stretch.</summary>
    public required SourceWindow Window { get; init; }

    /// <summary>Who accepted it.</summary>
    public required Actor By { get; init; }

    /// <summary>In words, why.</summary>
    public required string Reason { get; init; }
}
