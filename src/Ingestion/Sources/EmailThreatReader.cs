using System.Globalization;
using System.Security.Cryptography;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Mails that people submitted to Microsoft, by <c>createdDateTime</c>: a submission bears no time of its last change. Verdicts arrive late, so
/// that submissions without one are asked for again at each poll until they have it. Which those are is learnt anew from the poll lookback
/// after a start; nothing of it needs to be stored.
/// </summary>
internal sealed class EmailThreatReader(
    CloudConnection connection, TimeSpan lookback, int? pageSize, Func<CancellationToken, Task> budget) : IResourceReader
{
    public const string Name = "email-threats";

    /// <summary>Open submissions asked for again in one poll; the rest follow in the next ones.</summary>
    private const int AskedAtOnce = 40;

    private readonly Queue<string> open = new();
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private bool known;
    private long? expected;
    private long received;

    public string Resource => Name;

    public string FilterDigest { get; } = Convert.ToHexStringLower(SHA256.HashData("graph beta security/threatSubmission/emailThreats"u8));

    public int PageSize { get; } = Math.Clamp(pageSize ?? EmailThreatsClient.PageSize, 1, EmailThreatsClient.PageSize);

    /// <summary>The order of pages is the server's own, so that none can be asked for by key: the count tells whether they were all.</summary>
    public bool CapKnown => true;

    public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var read = request.Link is { } link
            ? await connection.EmailThreats.NextAsync(link, cancellation).ConfigureAwait(false)
            : await connection.EmailThreats.ListAsync(request.From, request.To, PageSize, cancellation).ConfigureAwait(false);
        if (!read.TryGet(out var page, out var error))
        {
            return new CloudResult<SourcePage>.Failed(error);
        }

        (expected, received) = request.Link is null ? (page.Total, 0) : (expected, received);
        received += page.Records.Count;
        if (page.NextLink is null && received < expected)
        {
            return new CloudResult<SourcePage>.Failed(new CloudError(CloudErrorKind.Partial, CloudService.Graph)
            {
                Detail = string.Create(CultureInfo.InvariantCulture, $"the source counts {expected} submissions in the window and gave {received}"),
                RequestId = page.RequestId,
            });
        }

        return new CloudResult<SourcePage>.Ok(new SourcePage([.. page.Records.Select(raw => Record(raw, takesPart: true))], page.NextLink));
    }

    public async Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
        window.To is not null ? SourcePage.Nothing
        : known ? await AgainAsync(recorded, cancellation).ConfigureAwait(false)
        : await LearnAsync(window.From, cancellation).ConfigureAwait(false);

    /// <summary>After a start: everything of the lookback before the window, which tells what still waits for a verdict.</summary>
    private async Task<CloudResult<SourcePage>> LearnAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var records = new List<SourceRecord>();
        var request = new PageRequest(Instants.Back(before, lookback), before, null);
        while (true)
        {
            var read = await ReadAsync(request, cancellation).ConfigureAwait(false);
            if (!read.TryGet(out var page, out _))
            {
                return read;
            }

            records.AddRange(page.Records.Select(one => one with { Time = null }));
            if (page.Link is null)
            {
                known = true;
                return new CloudResult<SourcePage>.Ok(new SourcePage(records, null));
            }

            request = request with { Link = page.Link };
        }
    }

    private async Task<CloudResult<SourcePage>> AgainAsync(IReadOnlySet<string> recorded, CancellationToken cancellation)
    {
        var records = new List<SourceRecord>();
        for (var left = Math.Min(AskedAtOnce, open.Count); left > 0; left--)
        {
            var id = open.Dequeue();
            if (!waiting.Remove(id) || recorded.Contains(id))
            {
                continue;
            }

            await budget(cancellation).ConfigureAwait(false);
            var read = await connection.EmailThreats.GetAsync(id, cancellation).ConfigureAwait(false);
            if (read.TryGet(out var raw, out var error))
            {
                records.Add(Record(raw, takesPart: false));
            }
            else if (error.Kind != CloudErrorKind.NotFound)
            {
                Wait(id);
                return new CloudResult<SourcePage>.Failed(error);
            }
        }

        return new CloudResult<SourcePage>.Ok(new SourcePage(records, null));
    }

    private SourceRecord Record(RawRecord raw, bool takesPart)
    {
        var mapped = EmailThreatSubmissionMapper.Map(raw.Utf8);
        if (!EmailThreatSubmissionMapper.IsOpen(mapped))
        {
            waiting.Remove(mapped.SourceId);
        }
        else
        {
            Wait(mapped.SourceId);
        }

        return new SourceRecord(
            AlertKind.EmailThreatSubmission, mapped, EmailThreatSubmissionMapper.Version, raw.Utf8, takesPart ? mapped.Facts.CreatedAt : null);
    }

    private void Wait(string id)
    {
        if (waiting.Add(id))
        {
            open.Enqueue(id);
        }
    }
}
