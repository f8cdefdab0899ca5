using System.Diagnostics.Tracing;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>Counts the HTTP requests that this process sends while it lives.</summary>
public sealed class OutboundCalls : EventListener
{
    private int count;

    public int Count => count;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Http")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == "RequestStart")
        {
            Interlocked.Increment(ref count);
        }
    }
}
