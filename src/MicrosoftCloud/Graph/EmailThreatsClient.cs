using System.Globalization;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>One page of submitted mails.</summary>
/// <param name="Records">The array elements, byte for byte.</param>
/// <param name="NextLink">Follow it verbatim; null on the last page.</param>
/// <param name="Total">How many the source counts in all pages; null when it does not say.</param>
/// <param name="RequestId">The API's request id.</param>
public sealed record EmailThreatPage(IReadOnlyList<RawRecord> Records, string? NextLink, long? Total, string? RequestId);

/// <summary>
/// Graph beta <c>security/threatSubmission/emailThreats</c>. The header asks for the categories that are otherwise hidden behind
/// <c>unknownFutureValue</c>: without it an exclusion by category misses them without a word. No order is documented, and none is asked for;
/// the count tells whether the pages were all.
/// </summary>
public sealed class EmailThreatsClient
{
    /// <summary>Records a page that are asked for.</summary>
    public const int PageSize = 500;

    private const string Path = "/beta/security/threatSubmission/emailThreats";
    private const string Prefer = "include-unknown-enum-members";
    private const string Grant = "the application permission ThreatSubmission.Read.All";

    private readonly CloudChannel channel;
    private readonly EndpointSet endpoints;

    internal EmailThreatsClient(CloudChannel channel, EndpointSet endpoints) => (this.channel, this.endpoints) = (channel, endpoints);

    /// <summary>The first page of the mails submitted in a stretch of time.</summary>
    /// <param name="from">Inclusive lower bound of <c>createdDateTime</c>.</param>
    /// <param name="until">Exclusive upper bound; none = open.</param>
    /// <param name="top">Records a page.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CloudResult<EmailThreatPage>> ListAsync(
        DateTimeOffset from, DateTimeOffset? until, int top = PageSize, CancellationToken cancellation = default)
    {
        if (endpoints.Refuses(CloudSources.EmailThreats) is { } absent)
        {
            return CloudResult.Failed<EmailThreatPage>(absent);
        }

        var filter = "createdDateTime ge " + SourceTimes.Text(from) + (until is { } to ? " and createdDateTime lt " + SourceTimes.Text(to) : "");
        var address = channel.Address(
            $"{Path}?$filter={Uri.EscapeDataString(filter)}&$count=true&$top={Math.Max(1, top).ToString(CultureInfo.InvariantCulture)}");
        return Page(await channel.ListAsync(Request(address), cancellation).ConfigureAwait(false));
    }

    /// <summary>A further page. The link must lead to the same server, else <see cref="CloudErrorKind.ForeignNextLink"/>.</summary>
    public async Task<CloudResult<EmailThreatPage>> NextAsync(string nextLink, CancellationToken cancellation = default) =>
        Page(await channel.NextAsync(nextLink, Request, cancellation).ConfigureAwait(false));

    /// <summary>One submission as it is now.</summary>
    public async Task<CloudResult<RawRecord>> GetAsync(string id, CancellationToken cancellation = default)
    {
        if (!PathSegments.TryEscape(id, out var segment))
        {
            return CloudResult.Failed<RawRecord>(channel.Error(CloudErrorKind.BadRequest, "the id cannot stand in an address"));
        }

        var read = await channel.OneAsync(Request(channel.Address($"{Path}/{segment}")), cancellation).ConfigureAwait(false);
        return read.Then(one => CloudResult.Ok(one.Record));
    }

    private static CloudRequest Request(Uri address) => new(address, Grant) { Prefer = Prefer };

    private static CloudResult<EmailThreatPage> Page(CloudResult<(RecordArray List, string? RequestId)> read) => read.Then(page =>
        CloudResult.Ok(new EmailThreatPage(page.List.Records, page.List.NextLink, page.List.Total, page.RequestId)));
}
