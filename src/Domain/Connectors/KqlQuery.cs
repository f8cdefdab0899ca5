namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>A person's query whose rows are alerts.</summary>
/// <param name="Slug">Names the query in the ids of its alerts; unique within the connector.</param>
/// <param name="Query">KQL that bounds itself with <c>ledger_from</c> (included) and <c>ledger_to</c> (excluded).</param>
/// <param name="TimeColumn">The column of the answer that those two bound.</param>
/// <param name="IdColumns">The columns that together tell one row from every other; at least one.</param>
/// <param name="TitleColumn">The column that holds the title; absent: the slug is the title.</param>
/// <param name="SeverityColumn">The column that holds the severity; absent: it is <c>Unknown</c>.</param>
public sealed record KqlQuery(
    string Slug, string Query, string TimeColumn, IReadOnlyList<string> IdColumns, string? TitleColumn = null, string? SeverityColumn = null)
{
    /// <summary>The name that the ledger gives the start of the window in front of the query.</summary>
    public const string From = "ledger_from";

    /// <summary>The name that the ledger gives the end of the window in front of the query.</summary>
    public const string To = "ledger_to";

    /// <summary>Every column that the answer must have.</summary>
    public IEnumerable<string> NeededColumns() =>
        new[] { TimeColumn }.Concat(IdColumns).Concat(new[] { TitleColumn, SeverityColumn }.OfType<string>()).Distinct(StringComparer.Ordinal);
}
