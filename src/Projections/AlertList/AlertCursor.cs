using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Dropzone.Ledger.Projections;

/// <summary>Where a page ended: the key of its last row, so that rows which arrive meanwhile move nothing.</summary>
/// <param name="Sort">The order of the page.</param>
/// <param name="Key">The last row's sort key.</param>
/// <param name="Position">The position of its first sight.</param>
public sealed record AlertCursor(AlertSort Sort, long Key, long Position)
{
    /// <summary>The opaque text that a client sends back.</summary>
    public override string ToString() => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Sort}.{Key}.{Position}")));

    /// <summary>Reads <see cref="ToString"/>'s text; false when it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AlertCursor? cursor)
    {
        cursor = null;
        if (text is null or { Length: > 100 } || !Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        if (parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sort) && Enum.IsDefined((AlertSort)sort)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            cursor = new AlertCursor((AlertSort)sort, key, position);
        }

        return cursor is not null;
    }
}
