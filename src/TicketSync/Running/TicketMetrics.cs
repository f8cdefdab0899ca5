using System.Diagnostics.Metrics;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.TicketSync;

/// <summary>What a collector may read of the write-back: the meter <c>Dropzone.Ledger.TicketSync</c>.</summary>
internal static class TicketMetrics
{
    private static readonly Meter Meter = new("Dropzone.Ledger.TicketSync");

    private static readonly Counter<long> Intents = Meter.CreateCounter<long>("ledger.tickets.intents", "{intent}", "Intents recorded, by cause");

    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("ledger.tickets.outcomes", "{intent}", "Outcomes recorded, by result");

    private static readonly Histogram<double> Took = Meter.CreateHistogram<double>("ledger.tickets.duration", "s", "From the intent to its outcome");

    public static void Requested(TicketSyncRequested request) =>
        Intents.Add(1, new KeyValuePair<string, object?>("cause", request.Cause.ToString()), new KeyValuePair<string, object?>("connector", request.Ticket.Connector));

    public static void Ended(string result, string connector, TimeSpan took)
    {
        var tags = new KeyValuePair<string, object?>[] { new("result", result), new("connector", connector) };
        Outcomes.Add(1, tags);
        Took.Record(took.TotalSeconds, tags);
    }
}
