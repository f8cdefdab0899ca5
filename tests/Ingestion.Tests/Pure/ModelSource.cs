using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion.Tests.Pure;

/// <summary>A record of the model: when the source says it was modified, and when it becomes queryable by the source's own clock.</summary>
internal sealed record ModelRecord(string Id, DateTimeOffset Modified, DateTimeOffset VisibleAt)
{
    public string Text => Modified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// A source that filters by <c>ge</c> and <c>lt</c>, orders by time, caps its pages, and gives links or keeps silent about what follows.
/// </summary>
internal sealed class ModelSource(int pageSize, int cap, bool links) : IResourceReader
{
    public List<ModelRecord> Records { get; } = [];

    public DateTimeOffset SourceNow { get; set; }

    public int Requests { get; private set; }

    public CloudErrorKind? Fault { get; set; }

    /// <summary>Answers that hold this moment fail.</summary>
    public DateTimeOffset? Poison { get; set; }

    public string Resource => "alerts";

    public string FilterDigest => "d";

    public int PageSize => pageSize;

    public bool CapKnown => false;

    public Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        Requests++;
        var (from, to, skip) = request.Link is { } link ? Parse(link) : (request.From, request.To, 0);
        var bad = Poison is { } poison && poison >= from && (to is null || poison < to) && poison <= SourceNow;
        if (Fault is { } fault || (bad && (fault = CloudErrorKind.InvalidAnswer) == fault))
        {
            return Task.FromResult<CloudResult<SourcePage>>(
                new CloudResult<SourcePage>.Failed(new CloudError(fault, CloudService.Graph) { RequestId = "r-1" }));
        }

        var all = Records
            .Where(r => r.VisibleAt <= SourceNow && r.Modified >= from && (to is null || r.Modified < to))
            .OrderBy(r => r.Modified).ThenBy(r => r.Id, StringComparer.Ordinal)
            .Skip(skip)
            .ToList();
        var size = Math.Min(pageSize, cap);
        var next = links && all.Count > size ? $"{from.UtcTicks}/{to?.UtcTicks}/{skip + size}" : null;
        return Task.FromResult<CloudResult<SourcePage>>(
            new CloudResult<SourcePage>.Ok(new SourcePage([.. all.Take(size).Select(Read)], next)));
    }

    public Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
        Task.FromResult(SourcePage.Nothing);

    private static (DateTimeOffset From, DateTimeOffset? To, int Skip) Parse(string link)
    {
        var parts = link.Split('/');
        return (At(parts[0]), parts[1].Length == 0 ? null : At(parts[1]), int.Parse(parts[2]));

        static DateTimeOffset At(string ticks) => new(long.Parse(ticks), TimeSpan.Zero);
    }

    private static SourceRecord Read(ModelRecord record) => new(
        AlertKind.DefenderAlert,
        new MappedRecord(
            record.Id,
            new SourceVersion(record.Text, record.Text),
            new AlertFacts { Title = record.Id, Severity = "Low", Status = "new", ModifiedAt = record.Text },
            new AlertEntities([]),
            [],
            null,
            []),
        1,
        ReadOnlyMemory<byte>.Empty,
        record.Text);
}
