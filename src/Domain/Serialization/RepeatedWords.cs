using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>
/// Words that most events share, such as a severity or a product: one text for all of them instead of one an event. A small table for each thread,
/// in which a word gives way to the next one that falls on its place.
/// </summary>
internal static class RepeatedWords
{
    private const int Places = 512, Longest = 64;

    [ThreadStatic]
    private static string?[]? known;

    /// <summary>The text that the reader stands on.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        var utf8 = reader.ValueSpan;
        if (reader.ValueIsEscaped || utf8.Length is 0 or > Longest)
        {
            return reader.GetString()!;
        }

        ref var place = ref (known ??= new string?[Places])[Place(utf8)];
        if (place is null || !Ascii.Equals(utf8, place))
        {
            place = reader.GetString()!;
        }

        return place;
    }

    // Length, both ends and the middle tell the words of one source apart well enough; two on one place cost a text each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(ReadOnlySpan<byte> utf8) =>
        (int)((uint)((utf8[0] * 31) + (utf8[^1] * 131) + (utf8[utf8.Length / 2] * 17) + (utf8[utf8.Length / 4] * 7) + (utf8.Length * 73)) % Places);
}
