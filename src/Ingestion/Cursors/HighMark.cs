using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Ingestion;

/// <summary>The newest source time among records, as text and as a time, with the keys of the records that bear it.</summary>
/// <param name="Text">As the source wrote it.</param>
/// <param name="Time">The same at full precision.</param>
/// <param name="Keys">Short keys of the records at it.</param>
public sealed record HighMark(string Text, DateTimeOffset Time, IReadOnlyList<string> Keys)
{
    /// <summary>More keys than this are not kept: a forgotten key costs one look into the log, nothing else.</summary>
    public const int MostKeys = 500;

    /// <summary>
    /// How far ahead of the ledger's clock a source time may be and still move the watermark. A record dated further into the future is
    /// recorded, but must not make the poller skip everything until then.
    /// </summary>
    public static TimeSpan Ahead { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The mark after one more record. A time that cannot be read, or one after <paramref name="latest"/>, changes nothing.</summary>
    public static HighMark? With(HighMark? mark, string? text, string shortKey, DateTimeOffset latest)
    {
        if (!SourceTime.TryParse(text, out var time) || time > latest)
        {
            return mark;
        }

        if (mark is null || time > mark.Time)
        {
            return new HighMark(text!, time, [shortKey]);
        }

        return time < mark.Time || mark.Keys.Count >= MostKeys || mark.Keys.Contains(shortKey)
            ? mark
            : mark with { Keys = [.. mark.Keys, shortKey] };
    }

    /// <summary>The cursor after a whole window: the watermark never goes back.</summary>
    public static PollCursor Move(PollCursor cursor, HighMark? mark)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        if (mark is null || (SourceTime.TryParse(cursor.Watermark, out var before) && before > mark.Time))
        {
            return cursor;
        }

        var same = cursor.Watermark is not null && SourceTime.TryParse(cursor.Watermark, out var at) && at == mark.Time;
        return cursor with
        {
            Watermark = same ? cursor.Watermark : mark.Text,
            WatermarkKeys = same ? [.. cursor.WatermarkKeys.Union(mark.Keys, StringComparer.Ordinal).Take(MostKeys)] : mark.Keys,
        };
    }

    /// <summary>16 hex digits of a digest: ids may be 2,000 characters long.</summary>
    public static string ShortKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));
}
