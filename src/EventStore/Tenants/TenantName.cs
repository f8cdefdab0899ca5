using System.Text.RegularExpressions;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Names of tenants, and the suffix that each gives to its partitions and its sequence. A suffix is an unquoted identifier, so it is made of
/// <c>[a-z0-9_]</c>; two names never share one: <c>_</c> is doubled, <c>-</c> becomes <c>_0</c>, <c>.</c> becomes <c>_1</c>.
/// </summary>
public static partial class TenantName
{
    /// <summary>The tenant that always exists.</summary>
    public const string Default = "default";

    // mt_events_sequence_ + 44 = the 63 bytes of an identifier.
    private const int LongestSuffix = 44;

    /// <summary>Whether a text can name a tenant.</summary>
    public static bool IsValid(string? name) => name is not null && Form().IsMatch(name) && Escape(name).Length <= LongestSuffix;

    /// <summary>The suffix of a name.</summary>
    /// <exception cref="ArgumentException">The text cannot name a tenant.</exception>
    public static string Suffix(string name) =>
        IsValid(name)
            ? Escape(name)
            : throw new ArgumentException(
                "A tenant's name is made of a-z, 0-9, '.', '-' and '_', begins with a letter or digit, is at most 44 characters long " +
                "('.', '-' and '_' count twice), and is not 'sequence' or 'sequence' followed by '.', '-' or '_'.",
                nameof(name));

    private static string Escape(string name) =>
        name.Replace("_", "__", StringComparison.Ordinal).Replace("-", "_0", StringComparison.Ordinal).Replace(".", "_1", StringComparison.Ordinal);

    // mt_events_sequence and mt_events_sequence_x would be names of partitions and of sequences alike.
    [GeneratedRegex(@"\A(?!sequence(?:[._-]|\z))[a-z0-9][a-z0-9._-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
