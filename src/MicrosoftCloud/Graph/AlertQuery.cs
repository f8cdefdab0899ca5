namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>A stretch of <c>lastUpdateDateTime</c>, oldest first. Nothing else is ever narrowed on the server.</summary>
/// <param name="ModifiedFrom">Inclusive lower bound.</param>
/// <param name="ModifiedUntil">Upper bound; none = open.</param>
/// <param name="UntilInclusive">Whether the upper bound itself belongs to the stretch.</param>
/// <param name="Top">Records a page; cut to what the API allows (1000 alerts, 50 incidents). None = the largest sensible.</param>
public sealed record AlertQuery(
    DateTimeOffset ModifiedFrom,
    DateTimeOffset? ModifiedUntil = null,
    bool UntilInclusive = false,
    int? Top = null);

/// <summary>One page of records in the order of the source.</summary>
/// <param name="Records">The array elements, byte for byte.</param>
/// <param name="NextLink">Follow it verbatim; null on the last page.</param>
/// <param name="RequestId">The API's request id.</param>
public sealed record GraphPage(IReadOnlyList<RawRecord> Records, string? NextLink, string? RequestId);
