using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a configuration would ingest now, by one small page of each of its resources. Nothing of it was recorded.</summary>
/// <param name="Resources">Each resource.</param>
public sealed record SourceSample(IReadOnlyList<SampledResource> Resources);

/// <summary>A page of one resource.</summary>
/// <param name="Resource">Its name, as in cursors and coverage.</param>
/// <param name="From">Where in source time the page begins; it reaches to now.</param>
/// <param name="Alerts">What it held, the newest first.</param>
/// <param name="More">Whether the source has more in that stretch.</param>
/// <param name="NotAskedFor">In words, what is narrowed at the source and so never comes.</param>
/// <param name="Failure">Why it could not be read; null when it was.</param>
public sealed record SampledResource(
    string Resource, DateTimeOffset From, IReadOnlyList<SampledAlert> Alerts, bool More, string? NotAskedFor, PollFailure? Failure = null);

/// <summary>One alert and what the settings decide about it.</summary>
/// <param name="Kind">What sort of item it is.</param>
/// <param name="SourceId">The source's own id.</param>
/// <param name="Facts">What the mapper read.</param>
/// <param name="Decision">Whether it would be shown.</param>
public sealed record SampledAlert(string Kind, string SourceId, AlertFacts Facts, Decision Decision);
