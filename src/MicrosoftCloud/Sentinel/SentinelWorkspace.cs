namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The resource-manager address of a workspace.</summary>
/// <param name="SubscriptionId">Subscription GUID.</param>
/// <param name="ResourceGroup">Resource group.</param>
/// <param name="Name">Workspace name (not its GUID).</param>
public sealed record SentinelWorkspace(string SubscriptionId, string ResourceGroup, string Name);

/// <summary>One page of Sentinel incidents.</summary>
/// <param name="Records">The array elements, byte for byte.</param>
/// <param name="NextLink">Follow it verbatim; null on the last page.</param>
/// <param name="RequestId">The API's request id.</param>
public sealed record SentinelIncidentPage(IReadOnlyList<RawRecord> Records, string? NextLink, string? RequestId);

/// <summary>One Sentinel incident.</summary>
/// <param name="Record">The resource, byte for byte.</param>
/// <param name="ETag">Its <c>etag</c> member, decoded but otherwise verbatim (live values hold quote characters); null when absent.</param>
/// <param name="RequestId">The API's request id.</param>
/// <param name="Made">Whether a write made it anew, since there was none of that name (answer 201).</param>
public sealed record SentinelIncident(RawRecord Record, string? ETag, string? RequestId, bool Made = false);

/// <summary>Which incidents to list.</summary>
/// <param name="ModifiedFrom">Inclusive lower bound of <c>lastModifiedTimeUtc</c>; none = all.</param>
/// <param name="ModifiedUntil">Exclusive upper bound; none = open.</param>
/// <param name="Top">Records a page; none = the API's default of 50.</param>
public sealed record SentinelIncidentQuery(DateTimeOffset? ModifiedFrom = null, DateTimeOffset? ModifiedUntil = null, int? Top = null);
