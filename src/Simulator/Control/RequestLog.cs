namespace Dropzone.Ledger.Simulator.Control;

/// <summary>One request that a service was asked; without headers, and without the bodies of token requests.</summary>
public sealed record RequestEntry(long Number, string Service, string Method, string PathAndQuery, string Body, DateTimeOffset At)
{
    /// <summary>The status of the answer; 0 until there is one.</summary>
    public int Status { get; internal set; }

    /// <summary>The fault that struck it, if one did.</summary>
    public string? Fault { get; internal set; }
}

/// <summary>What was asked, so that tests can tell. The last 2,000 requests are kept; counts never stop. Thread-safe.</summary>
internal sealed class RequestLog
{
    private const int Kept = 2000;
    private const int BodyLimit = 20_000;
    private readonly Lock gate = new();
    private readonly Queue<RequestEntry> last = new();
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private long total;

    /// <summary>Writes a request down.</summary>
    public RequestEntry Add(string service, string method, string path, string body, DateTimeOffset at)
    {
        lock (gate)
        {
            var entry = new RequestEntry(++total, service, method, path, body.Length > BodyLimit ? body[..BodyLimit] : body, at);
            counts[service] = counts.GetValueOrDefault(service) + 1;
            last.Enqueue(entry);
            if (last.Count > Kept)
            {
                last.Dequeue();
            }

            return entry;
        }
    }

    /// <summary>Adds how it was answered.</summary>
    public void Answered(RequestEntry entry, int status, string? fault)
    {
        lock (gate)
        {
            entry.Status = status;
            entry.Fault = fault;
        }
    }

    /// <summary>How many requests each service had.</summary>
    public IReadOnlyDictionary<string, long> Counts()
    {
        lock (gate)
        {
            return new Dictionary<string, long>(counts, StringComparer.Ordinal);
        }
    }

    /// <summary>The last requests, oldest first.</summary>
    public IReadOnlyList<RequestEntry> Last(int count = Kept)
    {
        lock (gate)
        {
            return [.. last.TakeLast(count)];
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (gate)
        {
            last.Clear();
            counts.Clear();
        }
    }
}
