using System.Text.Json;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>One stored form of a Graph record: its exact bytes, and the values that filters and orders look at.</summary>
internal sealed record GraphVersion(
    byte[] Json,
    DateTimeOffset VisibleFrom,
    DateTimeOffset Created,
    DateTimeOffset LastUpdate,
    IReadOnlyDictionary<string, JsonElement> Values);

/// <summary>One Graph record with every version it had.</summary>
internal sealed class GraphRecord(string id, long ordinal)
{
    private readonly List<GraphVersion> versions = [];

    /// <summary>The record's id; records without one get a name of their own, which no request can ask for.</summary>
    public string Id { get; } = id;

    /// <summary>The order of first publication: it separates records of equal times.</summary>
    public long Ordinal { get; } = ordinal;

    /// <summary>Adds a version; versions are shown in the order they were added.</summary>
    public void Add(GraphVersion version) => versions.Add(version);

    /// <summary>What a reader sees at <paramref name="now"/>; nothing before the first version is visible.</summary>
    public GraphVersion? At(DateTimeOffset now)
    {
        for (int i = versions.Count - 1; i >= 0; i--)
        {
            if (versions[i].VisibleFrom <= now)
            {
                return versions[i];
            }
        }

        return null;
    }
}

/// <summary>The records of one Graph resource. Not thread-safe: the world's gate guards it.</summary>
internal sealed class GraphCollection
{
    private readonly Dictionary<string, GraphRecord> byId = new(StringComparer.Ordinal);
    private readonly List<GraphRecord> records = [];

    /// <summary>Every record, in order of first publication.</summary>
    public IReadOnlyList<GraphRecord> Records => records;

    /// <summary>Adds a version of the record that <paramref name="json"/> names; the bytes are kept as they are.</summary>
    /// <param name="json">One JSON value; anything but an object is kept too, under a name of its own.</param>
    /// <param name="visibleFrom">When readers first see it.</param>
    /// <param name="modifiedAt">Replaces the record's own last update in filters and orders; for records whose own cannot be read.</param>
    /// <returns>The record's id.</returns>
    public string Publish(byte[] json, DateTimeOffset visibleFrom, DateTimeOffset? modifiedAt = null)
    {
        Dictionary<string, JsonElement> values = Scalars(json);
        string id = values.TryGetValue("id", out JsonElement given) && given.ValueKind == JsonValueKind.String
            ? given.GetString()!
            : $"#{records.Count}";
        if (!byId.TryGetValue(id, out GraphRecord? record))
        {
            record = new GraphRecord(id, records.Count);
            byId.Add(id, record);
            records.Add(record);
        }

        DateTimeOffset updated = modifiedAt ?? Time(values, "lastUpdateDateTime") ?? Time(values, "createdDateTime") ?? visibleFrom;
        DateTimeOffset created = Time(values, "createdDateTime") ?? updated;
        record.Add(new GraphVersion(json, visibleFrom, created, updated, values));
        return id;
    }

    /// <summary>The record named <paramref name="id"/>.</summary>
    public GraphRecord? Find(string id) => byId.GetValueOrDefault(id);

    private static DateTimeOffset? Time(Dictionary<string, JsonElement> values, string name) =>
        values.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? WireTime.Parse(value.GetString()) : null;

    private static Dictionary<string, JsonElement> Scalars(byte[] json)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return values;
        }

        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object) && property.Value.GetRawText().Length < 8192)
            {
                values[property.Name] = property.Value.Clone();
            }
        }

        return values;
    }
}
