using System.Text.RegularExpressions;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Faults;

/// <summary>The faults in force. Thread-safe.</summary>
internal sealed class FaultBook(int seed)
{
    private sealed class Entry(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public Regex? Path { get; } = fault.Path is null
            ? null
            : new Regex(fault.Path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        public int Matches { get; set; }

        public int Hits { get; set; }
    }

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly SeededStream random = SeededStream.For(seed, "faults");
    private int named;

    /// <summary>Puts a fault in force.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The path is no regular expression.</exception>
    public string Add(Fault fault)
    {
        lock (gate)
        {
            Fault kept = fault.Id.Length > 0 ? fault : fault with { Id = $"fault-{++named}" };
            var entry = new Entry(kept);
            entries.RemoveAll(item => item.Fault.Id == kept.Id);
            entries.Add(entry);
            return kept.Id;
        }
    }

    /// <summary>Takes one fault away; false when there is none of that name.</summary>
    public bool Remove(string id)
    {
        lock (gate)
        {
            return entries.RemoveAll(entry => entry.Fault.Id == id) > 0;
        }
    }

    /// <summary>Takes all faults away.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>Each fault with how many requests matched it and how many it struck.</summary>
    public IReadOnlyList<(Fault Fault, int Matches, int Hits)> List()
    {
        lock (gate)
        {
            return [.. entries.Select(entry => (entry.Fault, entry.Matches, entry.Hits))];
        }
    }

    /// <summary>The faults that strike a request, in the order they were added. Counts the request. Poison is decided by the answer, so it always strikes.</summary>
    public IReadOnlyList<Fault> Strike(string service, string method, string path, string body)
    {
        lock (gate)
        {
            List<Fault> struck = [];
            foreach (Entry entry in entries.Where(entry => Matches(entry, service, method, path, body)))
            {
                entry.Matches++;
                Fault fault = entry.Fault;
                bool strikes = (fault.Nth is not { } nth || entry.Matches == nth)
                    && (fault.Next is not { } next || entry.Hits < next)
                    && (fault.Probability is not { } share || random.Chance(share));
                if (strikes)
                {
                    entry.Hits++;
                    struck.Add(fault);
                }
            }

            return struck;
        }
    }

    private static bool Matches(Entry entry, string service, string method, string path, string body) =>
        (entry.Fault.Service is null || string.Equals(entry.Fault.Service, service, StringComparison.OrdinalIgnoreCase))
        && (entry.Fault.Method is null || string.Equals(entry.Fault.Method, method, StringComparison.OrdinalIgnoreCase))
        && (entry.Path is null || entry.Path.IsMatch(path))
        && (entry.Fault.BodyContains is null || body.Contains(entry.Fault.BodyContains, StringComparison.Ordinal));
}
