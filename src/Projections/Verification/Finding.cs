namespace Dropzone.Ledger.Projections;

/// <summary>Something in a read model that the record does not say.</summary>
/// <param name="ReadModel">The projection.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Table">The table; empty when it is none's.</param>
/// <param name="Key">The row's key: columns and values; empty when it is no row's.</param>
/// <param name="Differences">The columns that differ, with what stands there and what a fresh fold says.</param>
/// <param name="Message">In words.</param>
public sealed record Finding(
    string ReadModel, FindingKind Kind, string Table, string Key, IReadOnlyList<ColumnDifference> Differences, string Message);

/// <summary>One column of a wrong row.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Stands">What the read model says, as JSON; cut when long.</param>
/// <param name="Expected">What a fresh fold of the record says.</param>
public sealed record ColumnDifference(string Column, string Stands, string Expected);

/// <summary>The sorts of finding.</summary>
public enum FindingKind
{
    /// <summary>A row differs from the fresh fold.</summary>
    WrongRow,

    /// <summary>The fresh fold has a row that the read model lacks.</summary>
    MissingRow,

    /// <summary>The read model has a row that the fresh fold lacks.</summary>
    ExtraRow,

    /// <summary>Ingested is not shown + excluded + merged, or counters and rows disagree.</summary>
    Conservation,

    /// <summary>The record itself cannot be folded.</summary>
    Unfoldable,
}

/// <summary>How far a verification has come.</summary>
/// <param name="ReadModel">The projection that is folded anew.</param>
/// <param name="Position">The last event folded.</param>
/// <param name="Until">The position that the read model reflects.</param>
public sealed record VerificationProgress(string ReadModel, long Position, long Until);
