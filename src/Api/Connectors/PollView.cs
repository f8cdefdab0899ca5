using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>What a poll came to.</summary>
/// <param name="Resources">Each resource of the connector.</param>
/// <param name="BusyElsewhere">True when another process polls the connector; it was woken, and this answer does not wait for it.</param>
public sealed record PollView(IReadOnlyList<ResourceView> Resources, bool BusyElsewhere);

/// <summary>What one resource's poll came to.</summary>
/// <param name="Resource">What was polled.</param>
/// <param name="Windows">Windows read whole.</param>
/// <param name="Pages">Pages read.</param>
/// <param name="Received">Records received, known ones included.</param>
/// <param name="New">Alerts seen for the first time.</param>
/// <param name="Revised">Versions recorded of known alerts.</param>
/// <param name="Excluded">Alerts excluded at ingest.</param>
/// <param name="Warnings">What was odd.</param>
/// <param name="Failed">The failure that ended the poll.</param>
public sealed record ResourceView(
    string Resource,
    int Windows,
    int Pages,
    int Received,
    int New,
    int Revised,
    int Excluded,
    IReadOnlyList<string> Warnings,
    FailureView? Failed)
{
    internal static ResourceView Of(ResourceOutcome outcome) => new(
        outcome.Resource,
        outcome.Windows,
        outcome.Counts.Pages,
        outcome.Counts.Received,
        outcome.Counts.New,
        outcome.Counts.Revised,
        outcome.Counts.Excluded,
        outcome.Counts.Warnings,
        outcome.Failure is { } failure ? new FailureView(failure.Code, failure.Message, failure.RequestId, failure.WhatToDo) : null);
}

/// <summary>Why a source could not be read.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What the source said.</param>
/// <param name="RequestId">The source's own id of the request.</param>
/// <param name="WhatToDo">What a person must do; absent when waiting is enough.</param>
public sealed record FailureView(string Code, string Message, string? RequestId, string? WhatToDo);
