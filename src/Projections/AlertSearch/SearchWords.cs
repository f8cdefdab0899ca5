namespace Dropzone.Ledger.Projections;

/// <summary>The words of a search: an alert is found when its title or one of its ids holds each of them, whatever their case.</summary>
public sealed class SearchWords
{
    /// <summary>The index knows pieces of this many letters or digits; a search without one would read everything.</summary>
    public const int Shortest = 3;

    private readonly string[] words;

    private SearchWords(string[] words) => this.words = words;

    /// <summary>Whether one of the words has <see cref="Shortest"/> letters or digits in a row.</summary>
    public bool CanBeFound => words.Any(static word =>
    {
        var run = 0;
        return word.Any(c => (run = char.IsLetterOrDigit(c) ? run + 1 : 0) >= Shortest);
    });

    /// <summary>Patterns for <c>ILIKE</c>; what means something in a pattern means itself.</summary>
    internal string[] Patterns => [.. words.Select(static word => $"%{Escape(word)}%")];

    /// <summary>The words of a text; null when it has none.</summary>
    public static SearchWords? Of(string? text)
    {
        var given = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return given.Length == 0 ? null : new SearchWords(given);
    }

    private static string Escape(string word) => word
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
