using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Arithmetic on times that cannot leave the calendar, in the whole microseconds of stored windows.</summary>
internal static class Instants
{
    /// <summary>Cut to microseconds, downwards.</summary>
    public static DateTimeOffset Cut(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary><paramref name="time"/> less <paramref name="span"/>, but not before the first day of the calendar.</summary>
    public static DateTimeOffset Back(DateTimeOffset time, TimeSpan span) =>
        time.UtcTicks > span.Ticks ? time - span : DateTimeOffset.MinValue;

    /// <summary><paramref name="time"/> and <paramref name="span"/>, but not past the last day of the calendar.</summary>
    public static DateTimeOffset Forth(DateTimeOffset time, TimeSpan span) =>
        DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks > span.Ticks ? time + span : DateTimeOffset.MaxValue;

    public static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    public static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>A source's time; null when it cannot be read.</summary>
    public static DateTimeOffset? Parse(string? text) => SourceTime.TryParse(text, out var time) ? time : null;
}
