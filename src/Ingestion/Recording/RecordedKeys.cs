namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Versions that the log is known to hold, so that each poll's overlap is not looked up anew. A forgotten one costs a look, nothing else.
/// </summary>
internal sealed class RecordedKeys
{
    private const int Most = 50_000;
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    public bool Holds(SourceRecord record) => keys.Contains(record.Identity.ShortKey);

    public void Add(IEnumerable<SourceRecord> records)
    {
        foreach (var record in records)
        {
            if (keys.Count >= Most)
            {
                keys.Clear();
            }

            keys.Add(record.Identity.ShortKey);
        }
    }
}
