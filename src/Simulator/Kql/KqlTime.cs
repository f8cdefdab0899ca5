using System.Buffers;
using System.Globalization;
using System.Xml;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>Times and spans as queries write them.</summary>
internal static class KqlTime
{
    /// <summary>A point in time; text without a zone is UTC.</summary>
    public static DateTimeOffset? DateTime(string text) => WireTime.Parse(text);

    /// <summary>A number with its unit, for example 1.5 and <c>h</c>.</summary>
    public static TimeSpan? Span(double count, string unit) => unit switch
    {
        "d" or "day" or "days" => TimeSpan.FromDays(count),
        "h" or "hr" or "hour" or "hours" => TimeSpan.FromHours(count),
        "m" or "min" or "minute" or "minutes" => TimeSpan.FromMinutes(count),
        "s" or "sec" or "second" or "seconds" => TimeSpan.FromSeconds(count),
        "ms" or "milli" => TimeSpan.FromMilliseconds(count),
        "microsecond" => TimeSpan.FromMicroseconds(count),
        "tick" => TimeSpan.FromTicks((long)count),
        _ => null,
    };

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>The inside of <c>timespan(…)</c>: <c>1h</c>, <c>1.02:03:04</c>.</summary>
    public static TimeSpan? Span(string text)
    {
        int unit = text.AsSpan().IndexOfAnyExcept(Digits);
        if (unit > 0 && double.TryParse(text.AsSpan(0, unit), CultureInfo.InvariantCulture, out double count) && Span(count, text[unit..]) is { } span)
        {
            return span;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) ? parsed : null;
    }

    /// <summary>The <c>timespan</c> of a request: an ISO 8601 duration before now, <c>start/end</c>, <c>start/duration</c> or <c>duration/end</c>.</summary>
    /// <returns>False when it cannot be read.</returns>
    public static bool TryInterval(string text, DateTimeOffset now, out (DateTimeOffset From, DateTimeOffset To) interval)
    {
        interval = default;
        string[] parts = text.Split('/');
        try
        {
            if (parts.Length == 1)
            {
                interval = (now - XmlConvert.ToTimeSpan(parts[0]), now);
                return true;
            }

            if (parts.Length != 2)
            {
                return false;
            }

            DateTimeOffset? from = WireTime.Parse(parts[0]);
            DateTimeOffset? to = WireTime.Parse(parts[1]);
            from ??= to - XmlConvert.ToTimeSpan(parts[0]);
            to ??= from + XmlConvert.ToTimeSpan(parts[1]);
            interval = (from ?? default, to ?? default);
            return from is not null && to is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>A span as Kusto writes it: <c>1.02:03:04.5000000</c>.</summary>
    public static string Format(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
