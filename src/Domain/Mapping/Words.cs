namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>How words of the sources become facts.</summary>
internal static class Words
{
    internal const string Untitled = "(untitled)";

    private static readonly string[] Severities = ["High", "Medium", "Low", "Informational", "Unknown"];

    /// <summary>The ledger's spelling of a severity; an unknown word stays as it is, an absent one is <c>Unknown</c>.</summary>
    internal static string Severity(string? word) => word is null
        ? "Unknown"
        : Severities.FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word;

    /// <summary>Distinct, in ordinal order, without blanks.</summary>
    internal static IReadOnlyList<string> Set(params IEnumerable<string?>[] words) =>
    [
        .. words.SelectMany(w => w).OfType<string>().Where(w => !string.IsNullOrWhiteSpace(w)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Distinct, in the order given, without blanks.</summary>
    internal static IReadOnlyList<string> Sequence(params IEnumerable<string?> words) =>
        [.. words.OfType<string>().Where(w => !string.IsNullOrWhiteSpace(w)).Distinct(StringComparer.Ordinal)];
}
