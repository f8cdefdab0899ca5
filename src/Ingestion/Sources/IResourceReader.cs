using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Reads one resource of one connector, page by page. Knows the API, not the ledger.</summary>
internal interface IResourceReader
{
    /// <summary>The resource's name: <c>alerts</c>, <c>incidents</c>, <c>incidents/{workspace}</c>.</summary>
    string Resource { get; }

    /// <summary>SHA-256 (hex) of what is sent to the server to narrow the answer, times left out.</summary>
    string FilterDigest { get; }

    /// <summary>In words, what is narrowed on the server and so never comes; null when nothing is.</summary>
    string? NotAskedFor => null;

    /// <summary>Records asked for at once.</summary>
    int PageSize { get; }

    /// <summary>Whether it stays behind by the log ingestion delay, so that what has a usual way of its own comes by it first.</summary>
    bool Trails => false;

    /// <summary>Whether the server gives as many as are asked for, so that a shorter page is the last one.</summary>
    bool CapKnown { get; }

    /// <summary>Whether a record that was returned once is returned by every later window that reaches it: then an empty answer is a fault.</summary>
    bool Keeps => false;

    /// <summary>One page.</summary>
    Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation);

    /// <summary>What belongs to a window besides its pages, once they are all read.</summary>
    /// <param name="window">From the first page's bound to the end.</param>
    /// <param name="recorded">The source ids that the pages held.</param>
    /// <param name="cancellation">Stops.</param>
    Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation);
}

/// <summary>What a page is asked by.</summary>
/// <param name="From">Source time, included.</param>
/// <param name="To">Source time, excluded; null = open.</param>
/// <param name="Link">The link of the page before, when there was one: then it alone counts.</param>
internal sealed record PageRequest(DateTimeOffset From, DateTimeOffset? To, string? Link);

/// <summary>One page.</summary>
/// <param name="Records">Its records in the source's order.</param>
/// <param name="Link">Where the next page is, if the source says.</param>
internal sealed record SourcePage(IReadOnlyList<SourceRecord> Records, string? Link)
{
    /// <summary>A source time that counts for the watermark although no record bears it.</summary>
    public string? AlsoSeen { get; init; }

    public static CloudResult<SourcePage> Nothing { get; } = new CloudResult<SourcePage>.Ok(new SourcePage([], null));
}

/// <summary>What tells one version of one record from every other of its resource.</summary>
/// <param name="SourceId">The source's own id.</param>
/// <param name="Key">Id and version.</param>
/// <param name="ShortKey">The same, short: see <see cref="HighMark.ShortKey"/>.</param>
/// <param name="Time">The source time that windows and pages are cut by; null when it has none, or takes no part in paging.</param>
internal sealed record RecordIdentity(string SourceId, string Key, string ShortKey, string? Time)
{
    /// <summary>Of what a mapper read.</summary>
    public static RecordIdentity Of(MappedRecord mapped, string? time)
    {
        var key = $"{mapped.SourceId}\n{mapped.Version.Key}";
        return new RecordIdentity(mapped.SourceId, key, HighMark.ShortKey(key), time);
    }
}

/// <summary>One record as it was received and read.</summary>
internal sealed record SourceRecord
{
    private readonly Lazy<MappedRecord> mapped;

    /// <summary>A record that was read.</summary>
    public SourceRecord(string kind, MappedRecord mapped, int mapper, ReadOnlyMemory<byte> payload, string? time)
        : this(kind, RecordIdentity.Of(mapped, time), new Lazy<MappedRecord>(mapped), mapper, payload)
    {
    }

    /// <summary>A record that is read only when somebody looks at it.</summary>
    public SourceRecord(string kind, RecordIdentity identity, Lazy<MappedRecord> mapped, int mapper, ReadOnlyMemory<byte> payload) =>
        (Kind, Identity, this.mapped, Mapper, Payload) = (kind, identity, mapped, mapper, payload);

    /// <summary>What sort of item it is.</summary>
    public string Kind { get; }

    /// <summary>What tells it apart.</summary>
    public RecordIdentity Identity { get; private init; }

    /// <summary>What the mapper read.</summary>
    public MappedRecord Mapped
    {
        get => mapped.Value;
        init => mapped = new Lazy<MappedRecord>(value);
    }

    /// <summary>The mapper's version.</summary>
    public int Mapper { get; }

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>See <see cref="RecordIdentity.Time"/>.</summary>
    public string? Time
    {
        get => Identity.Time;
        init => Identity = Identity with { Time = value };
    }

    /// <summary>See <see cref="RecordIdentity.Key"/>.</summary>
    public string Key => Identity.Key;

    /// <summary>Whether it counts only where the ledger holds nothing as new: see <see cref="Observation.Supplement"/>.</summary>
    public bool Supplement { get; init; }

    /// <summary>
    /// Fetches what costs requests of its own, given the alert as the ledger holds it. Asked only when the record is about to be recorded; it
    /// changes neither the source id nor the version.
    /// </summary>
    public Func<AlertState?, CancellationToken, Task<SourceRecord>>? Complete { get; init; }

    /// <summary>
    /// As <see cref="Complete"/>, for records of one page together: one request may serve many of them. It answers them in the order that it was given.
    /// </summary>
    public CompleteRecords? CompleteTogether { get; init; }

    /// <summary>Evidence to keep beside the payload.</summary>
    public IReadOnlyList<EvidenceDocument> Evidence { get; init; } = [];
}

/// <summary>Fetches what several records of a page need.</summary>
internal delegate Task<IReadOnlyList<SourceRecord>> CompleteRecords(IReadOnlyList<SourceRecord> records, CancellationToken cancellation);

/// <summary>
/// What a record cannot be recorded without could not be fetched: the window fails and the page is read again. Thrown by
/// <see cref="SourceRecord.Complete"/>, whose answer is a record, and by a payer that does not wait, who answers nothing.
/// </summary>
internal sealed class RecordIncompleteException(CloudError error) : Exception($"A record could not be completed: {error.Code}.")
{
    /// <summary>Why.</summary>
    public CloudError Error { get; } = error;
}

/// <summary>Bytes to keep beside an alert's payload.</summary>
/// <param name="Name">Unique within the alert.</param>
/// <param name="Bytes">The document.</param>
internal sealed record EvidenceDocument(string Name, ReadOnlyMemory<byte> Bytes);
