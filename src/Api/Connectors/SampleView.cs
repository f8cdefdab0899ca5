using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>What settings would ingest now. Nothing of it was recorded.</summary>
/// <param name="Resources">A small page of each resource.</param>
public sealed record SampleView(IReadOnlyList<SampledResourceView> Resources)
{
    internal static SampleView Of(SourceSample sample) => new([.. sample.Resources.Select(SampledResourceView.Of)]);

    internal static SampleView Refused(SourceConnection.Refused refused) =>
        new([new SampledResourceView("Sign in", null, [], More: false, null, new SampleProblem(refused.Code, refused.Message, refused.WhatToDo, null))]);
}

/// <summary>A page of one resource.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="From">Where in source time the page begins; it reaches to now.</param>
/// <param name="Alerts">What it held, the newest first.</param>
/// <param name="More">Whether the source has more in that stretch.</param>
/// <param name="NotAskedFor">In words, what is narrowed at the source and so never comes.</param>
/// <param name="Problem">Why it could not be read; absent when it was.</param>
public sealed record SampledResourceView(
    string Resource, DateTimeOffset? From, IReadOnlyList<SampledAlertView> Alerts, bool More, string? NotAskedFor, SampleProblem? Problem)
{
    internal static SampledResourceView Of(SampledResource read) => new(
        read.Resource,
        read.From,
        [.. read.Alerts.Select(SampledAlertView.Of)],
        read.More,
        read.NotAskedFor,
        read.Failure is { } failure ? new SampleProblem(failure.Code, failure.Message, failure.WhatToDo, failure.RequestId) : null);
}

/// <summary>One alert and what the settings decide about it.</summary>
/// <param name="Kind">What sort of item it is.</param>
/// <param name="SourceId">The source's own id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Severity">How severe the source holds it to be.</param>
/// <param name="Status">The source's status word.</param>
/// <param name="ModifiedAt">When the source changed it last, or made it; as the source wrote it.</param>
/// <param name="RedirectedTo">The item that the source folded it into: it would be merged.</param>
/// <param name="Excluded">The rule that would exclude it; absent when it would be shown.</param>
public sealed record SampledAlertView(
    string Kind, string SourceId, string Title, string Severity, string Status, string? ModifiedAt, string? RedirectedTo, SampledExclusion? Excluded)
{
    internal static SampledAlertView Of(SampledAlert alert) => new(
        alert.Kind,
        alert.SourceId,
        alert.Facts.Title,
        alert.Facts.Severity,
        alert.Facts.Status,
        alert.Facts.ModifiedAt ?? alert.Facts.CreatedAt,
        alert.Facts.RedirectedTo,
        alert.Decision is Excluded no ? new SampledExclusion(no.Rule, no.Field, no.Value, no.Reason) : null);
}

/// <summary>Why an alert would not be shown.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Field">The fact that it looks at.</param>
/// <param name="Value">The value that it saw.</param>
/// <param name="Reason">In words.</param>
public sealed record SampledExclusion(string Rule, string Field, string Value, string Reason);

/// <summary>Why a resource could not be read.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What the source said.</param>
/// <param name="Remedy">What a person must do; absent when waiting is enough.</param>
/// <param name="RequestId">The API's own id of the request.</param>
public sealed record SampleProblem(string Code, string Message, string? Remedy, string? RequestId);
