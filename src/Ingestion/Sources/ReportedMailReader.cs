using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Connectors.OData;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The inbox that people report phishing to, by <c>receivedDateTime</c>. With a filter it is listed. Without one it is listed once, and from then
/// on delta rounds tell what came in, messages moved into the inbox with an older date included. The delta link lives as long as the reader:
/// it saves requests and decides nothing, so that a lost or expired one is made anew from the watermark.
/// </summary>
internal sealed class ReportedMailReader(
    CloudConnection connection, MailboxPhishingSettings settings, Func<CancellationToken, Task> budget) : IResourceReader
{
    public const string Name = "mailbox";
    private readonly MailboxClient mailbox = connection.Mailbox(settings.Address ?? "");
    private string? delta;

    public string Resource => Name;

    public string FilterDigest { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"graph inbox of {settings.Address?.ToLowerInvariant()}\n{settings.Filter}")));

    public int PageSize => MailboxClient.PageSize;

    public bool CapKnown => true;

    public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        if (delta is not null && request is { To: null, Link: null })
        {
            return SourcePage.Nothing;
        }

        await budget(cancellation).ConfigureAwait(false);
        return Page(request.Link is { } link
            ? await mailbox.NextAsync(link, cancellation).ConfigureAwait(false)
            : await mailbox.ListAsync(Condition(request), cancellation: cancellation).ConfigureAwait(false));
    }

    public async Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation)
    {
        if (settings.Filter is not null || window.To is not null)
        {
            return SourcePage.Nothing;
        }

        var records = new List<SourceRecord>();
        var begin = delta;
        delta = null;
        await budget(cancellation).ConfigureAwait(false);
        var round = begin is null
            ? await mailbox.DeltaAsync(window.From, cancellation).ConfigureAwait(false)
            : await mailbox.NextAsync(begin, cancellation).ConfigureAwait(false);
        while (round.TryGet(out var page, out var error))
        {
            records.AddRange(page.Records.Where(raw => raw.Text("receivedDateTime") is not null && !recorded.Contains(raw.Text("id") ?? "")).Select(Record));
            if (page.NextLink is not { } next)
            {
                delta = page.DeltaLink;
                return new CloudResult<SourcePage>.Ok(new SourcePage(records, null) { AlsoSeen = Newest(records) });
            }

            await budget(cancellation).ConfigureAwait(false);
            round = await mailbox.NextAsync(next, cancellation).ConfigureAwait(false);
        }

        // Without its link the next try lists the window again and begins a new round. An expired link is no failure: that happens at once.
        return round.TryGet(out _, out var refused) || !IsExpired(refused) || begin is null
            ? new CloudResult<SourcePage>.Failed(refused!)
            : await ResyncAsync(window, cancellation).ConfigureAwait(false);
    }

    private async Task<CloudResult<SourcePage>> ResyncAsync(PageRequest window, CancellationToken cancellation)
    {
        var listed = new List<SourceRecord>();
        for (PageRequest? request = window with { Link = null }; request is not null;)
        {
            var read = await ReadAsync(request, cancellation).ConfigureAwait(false);
            if (!read.TryGet(out var page, out _))
            {
                return read;
            }

            listed.AddRange(page.Records);
            request = page.Link is { } link ? request with { Link = link } : null;
        }

        var rest = await ReadRestAsync(window, new HashSet<string>(StringComparer.Ordinal), cancellation).ConfigureAwait(false);
        return rest.Match<CloudResult<SourcePage>>(
            page => new CloudResult<SourcePage>.Ok(page with
            {
                Records = [.. listed.Concat(page.Records).DistinctBy(record => record.Key)],
                AlsoSeen = Newest([.. listed, .. page.Records]),
            }),
            error => new CloudResult<SourcePage>.Failed(error));
    }

    private string Condition(PageRequest request)
    {
        var received = MailboxClient.Received(request.From, request.To);
        return settings.Filter is { } filter ? ODataFilter.Beside(received, filter) : received;
    }

    private static bool IsExpired(CloudError error) =>
        error.HttpStatus == 410 || error.ApiCode is "syncStateNotFound" or "resyncRequired" or "SyncStateNotFound" or "ResyncRequired";

    private CloudResult<SourcePage> Page(CloudResult<MessagePage> read) => read.Match<CloudResult<SourcePage>>(
        page => new CloudResult<SourcePage>.Ok(new SourcePage([.. page.Records.Select(Record)], page.NextLink)),
        error => new CloudResult<SourcePage>.Failed(error));

    private SourceRecord Record(RawRecord raw)
    {
        var mapped = ReportedEmailMapper.Map(raw.Utf8, []);
        var report = new SourceRecord(AlertKind.ReportedEmail, mapped, ReportedEmailMapper.Version, raw.Utf8, mapped.Facts.CreatedAt);
        return report with { Complete = (_, cancellation) => new ReportedMailFiles(mailbox, budget).FetchAsync(report, cancellation) };
    }

    private static string? Newest(IEnumerable<SourceRecord> records) =>
        records.Select(record => record.Time).Where(time => Instants.Parse(time) is not null).MaxBy(time => Instants.Parse(time));
}
