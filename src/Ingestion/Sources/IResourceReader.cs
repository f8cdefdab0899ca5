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

    /// <summary>Records asked for at once.</summary>
    int PageSize { get; }

    /// <summary>Whether the server gives as many as are asked for, so that a shorter page is the last one.</summary>
    bool CapKnown { get; }

    /// <summary>One page.</summary>
    Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation);

    /// <summary>What belongs to a window besides its pages, once they are all read.</summary>
    /// <param name="window">From the first page's bound to the end.</param>
    /// <param name="recorded">The source ids that the pages held.</param>
    /// <param name="cancellation">Stops.</param>
    Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation);

    /// <summary>Whether new records are worth more requests: see <see cref="CompleteAsync"/>.</summary>
    bool Completes => false;

    /// <summary>
    /// Fetches what lies beside records that the log does not hold yet, such as the mail behind an alert. What is optional becomes a warning
    /// when it cannot be had; a failure fails the window, and nothing of the page is recorded.
    /// </summary>
    /// <param name="records">Records whose version is not in the log.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The same records in the same order.</returns>
    Task<CloudResult<IReadOnlyList<SourceRecord>>> CompleteAsync(IReadOnlyList<SourceRecord> records, CancellationToken cancellation) =>
        Task.FromResult<CloudResult<IReadOnlyList<SourceRecord>>>(new CloudResult<IReadOnlyList<SourceRecord>>.Ok(records));
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

/// <summary>One record as it was received and read.</summary>
/// <param name="Kind">What sort of item it is.</param>
/// <param name="Mapped">What the mapper read.</param>
/// <param name="Mapper">The mapper's version.</param>
/// <param name="Payload">The exact bytes.</param>
/// <param name="Time">The source time that windows and pages are cut by; null when it has none, or takes no part in paging.</param>
internal sealed record SourceRecord(string Kind, MappedRecord Mapped, int Mapper, ReadOnlyMemory<byte> Payload, string? Time)
{
    /// <summary>Documents that were fetched beside it.</summary>
    public IReadOnlyList<EvidenceDocument> Evidence { get; init; } = [];

    /// <summary>Tells this version of this record from every other of the resource.</summary>
    public string Key { get; } = $"{Mapped.SourceId}\n{Mapped.Version.Key}";
}

/// <summary>A document beside a record.</summary>
/// <param name="Name">A name that says nothing personal, such as <c>reported-mail-1.eml</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Bytes">Its exact bytes.</param>
internal sealed record EvidenceDocument(string Name, string ContentType, ReadOnlyMemory<byte> Bytes);
