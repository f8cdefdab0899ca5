using System.Diagnostics.Metrics;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>Hears from the product's own meter when an outcome was recorded: nothing has to ask for it, so that nothing but the product is measured.</summary>
internal sealed class OutcomeSignals : IDisposable
{
    private readonly MeterListener listener = new();
    private volatile TaskCompletionSource next = New();
    private int heard;

    public OutcomeSignals()
    {
        listener.InstrumentPublished = static (instrument, own) =>
        {
            if (instrument is { Name: "ledger.tickets.outcomes", Meter.Name: "Dropzone.Ledger.TicketSync" })
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            Interlocked.Increment(ref heard);
            next.TrySetResult();
        });
        listener.Start();
    }

    /// <summary>Outcomes so far.</summary>
    public int Heard => Volatile.Read(ref heard);

    /// <summary>Completes at the next outcome.</summary>
    public Task NextAsync()
    {
        next = New();
        return next.Task;
    }

    /// <inheritdoc />
    public void Dispose() => listener.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
