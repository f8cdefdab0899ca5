using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>
/// A Sentinel incident: it lives once, is shown as it is by ARM, and every version of it is written as a row of SecurityIncident.
/// </summary>
internal sealed class IncidentState(string name, JsonObject arm)
{
    /// <summary>The ARM resource name.</summary>
    public string Name { get; } = name;

    /// <summary>The ARM form: id, name, type, etag, properties.</summary>
    public JsonObject Arm { get; } = arm;

    /// <summary>The properties of <see cref="Arm"/>.</summary>
    public JsonObject Properties => (JsonObject)Arm["properties"]!;

    /// <summary>The SystemAlertIds that belong to it.</summary>
    public List<string> AlertIds { get; } = [];

    /// <summary>Its comments, by id.</summary>
    public Dictionary<string, JsonObject> Comments { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every version of it, oldest first.</summary>
    public List<Arm.IncidentVersion> Versions { get; } = [];

    /// <summary>When it first changed after its creation.</summary>
    public DateTimeOffset? FirstModified { get; set; }

    /// <summary>Stays filled after a reopening, as in the real table.</summary>
    public DateTimeOffset? Closed { get; set; }

    /// <summary>Exact bytes to serve as long as nothing has changed it.</summary>
    public byte[]? Original { get; set; }

    /// <summary>The creation time, by which ARM lists.</summary>
    public DateTimeOffset Created => Time("createdTimeUtc") ?? DateTimeOffset.UnixEpoch;

    /// <summary>A text property, or null.</summary>
    public string? Text(string property) => Properties[property] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A time property, or null.</summary>
    public DateTimeOffset? Time(string property) => WireTime.Parse(Text(property));

    /// <summary>The bytes ARM answers with.</summary>
    public byte[] ToBytes() => Original ?? JsonSerializer.SerializeToUtf8Bytes(Arm, WireJson.Options);
}
