using System.Security.Cryptography;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>How version keys are made: parts joined by <c>~</c>, the first the source's time as written, the others 16 hex digits of a digest.</summary>
public static class SourceVersionKey
{
    private const char Separator = '~';

    /// <summary>Of a record of Graph: its last update and its bytes.</summary>
    public static string OfRecord(string modifiedAt, ReadOnlySpan<byte> bytes) => $"{Part(modifiedAt)}{Separator}{ShortDigest(bytes)}";

    /// <summary>Of a Sentinel incident: its last modification, its row without ingestion stamps, and its alerts' rows without theirs.</summary>
    public static string OfIncident(string modifiedAt, ReadOnlySpan<byte> row, ReadOnlySpan<byte> alerts) =>
        $"{Part(modifiedAt)}{Separator}{ShortDigest(row)}{Separator}{ShortDigest(alerts)}";

    /// <summary>Whether two keys of one record speak of the same row, though its alerts may differ. Of keys without an alerts' part: whether they are equal.</summary>
    public static bool SameRow(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return RowOf(a).SequenceEqual(RowOf(b));
    }

    private static ReadOnlySpan<char> RowOf(string key)
    {
        var first = key.IndexOf(Separator, StringComparison.Ordinal);
        var last = key.LastIndexOf(Separator);
        return first < 0 || first == last ? key : key.AsSpan(0, last);
    }

    // A source's time never holds the separator; a hostile one must not be able to forge another version's parts.
    private static string Part(string modifiedAt) => modifiedAt.Replace(Separator, '-');

    private static string ShortDigest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
