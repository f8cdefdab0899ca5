namespace Dropzone.Ledger.Projections;

/// <summary>A page of the list.</summary>
/// <param name="Position">The position that it reflects.</param>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Asks for the next page; null when this is the last.</param>
public sealed record AlertPage(long Position, IReadOnlyList<AlertRow> Items, string? NextCursor);

/// <summary>What stands at the end of a page.</summary>
/// <param name="Position">The position that it reflects.</param>
/// <param name="NextCursor">Asks for the next page; null when this is the last.</param>
public readonly record struct AlertPageEnd(long Position, string? NextCursor);

/// <summary>Takes the rows of a page while they come, so that writing one row out costs no time while the database makes the next.</summary>
public interface IAlertPageWriter
{
    /// <summary>A page begins; what was given before is void.</summary>
    void Begin();

    /// <summary>The next row.</summary>
    void Add(AlertRow row);
}

/// <summary>
/// How many alerts each value would leave: of every dimension the counts under the filter's other dimensions, its own choice aside.
/// </summary>
/// <param name="Position">The position that the counts reflect.</param>
/// <param name="Connectors">By connector.</param>
/// <param name="Severities">By severity.</param>
/// <param name="Statuses">By the source's status word.</param>
/// <param name="Investigation">By the status of the investigation.</param>
/// <param name="DetectionSources">By detection source; the empty text where the source names none.</param>
/// <param name="Decisions">By state: <c>shown</c>, <c>excluded</c>, <c>merged</c>.</param>
/// <param name="Total">Alerts that the whole filter leaves.</param>
public sealed record AlertFacets(
    long Position,
    IReadOnlyList<ValueCount> Connectors,
    IReadOnlyList<ValueCount> Severities,
    IReadOnlyList<ValueCount> Statuses,
    IReadOnlyList<ValueCount> Investigation,
    IReadOnlyList<ValueCount> DetectionSources,
    IReadOnlyList<ValueCount> Decisions,
    long Total);
