namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>How two spellings of a value are compared.</summary>
internal enum Likeness
{
    /// <summary>Character by character.</summary>
    Exact,

    /// <summary>Whatever the case: severities are spelt in one way in the ledger.</summary>
    AnyCase,

    /// <summary>As moments: a table writes the same time in another way than a file.</summary>
    Time,

    /// <summary>The fact, a list, holds each of the source's words (or words between commas, or a JSON list in a text).</summary>
    Among,

    /// <summary>The fact is the number of the source's items.</summary>
    Count,
}

/// <summary>Where the ledger must hold a field of the source.</summary>
/// <param name="Source">The field's path in a record of the file.</param>
/// <param name="Fact">The fact's path in the event.</param>
/// <param name="Likeness">How they are compared.</param>
internal sealed record ExpectedField(string Source, string Fact, Likeness Likeness = Likeness.Exact);
