using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Finds the recorded coverage in which the versions of an alert were read.</summary>
public static class WhyWindows
{
    private const int NewestLooked = 200;

    /// <summary>One step for each recorded stretch that holds the window of a version. None while the coverage is pending with the poller.</summary>
    public static async Task<IReadOnlyList<WhyStep>> FindAsync(
        LedgerDatabase database, string tenant, AlertRecord alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(alert);
        var filter = new LogFilter(["poll_window_covered"], StreamId.Connector(alert.State.Connector));
        var steps = new Dictionary<long, WhyStep>();
        foreach (var (stored, happened) in alert.Events)
        {
            if (WindowOf(happened) is not { } window)
            {
                continue;
            }

            // Coverage is recorded with the page or after it, never before: a quiet stretch joins it.
            var after = await database.Log.ReadLogAsync(tenant, stored.Position - 1, NewestLooked, filter, cancellation);
            var covering = after.Select(static e => (Stored: e, Event: (PollWindowCovered)EventCodec.Decode(e.Type, e.Data.Span)))
                .FirstOrDefault(e => e.Event.Window.From <= window.From && e.Event.Window.To >= window.To);
            if (covering.Stored is { } found)
            {
                steps.TryAdd(found.Position, Step(found, covering.Event));
            }
        }

        return [.. steps.Values];
    }

    private static SourceWindow? WindowOf(LedgerEvent happened) => happened switch
    {
        AlertIngested e => e.Window,
        AlertRevised e => e.Window,
        _ => null,
    };

    private static WhyStep Step(StoredEvent stored, PollWindowCovered covered) => new(
        "window",
        $"{covered.Resource} was read whole from {Rfc3339.Of(covered.Window.From)} to {Rfc3339.Of(covered.Window.To)}: {covered.Received} received, {covered.New} new, "
        + $"{covered.Revised} revised, {covered.Excluded} excluded.",
        stored.Position,
        stored.Timestamp,
        Window: covered.Window);
}
