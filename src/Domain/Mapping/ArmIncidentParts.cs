using System.Buffers;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>A Sentinel incident of the resource manager, each part byte for byte as it was sent.</summary>
/// <param name="Incident">The resource.</param>
/// <param name="Alerts">The answer of <c>…/alerts</c>; null when it was not asked for or could not be had.</param>
/// <param name="Entities">The answer of <c>…/entities</c>; null when it was not asked for or could not be had.</param>
/// <param name="RedirectedTo">The name of the incident that took this one over, where it is known.</param>
public sealed record ArmIncidentParts(
    ReadOnlyMemory<byte> Incident, ReadOnlyMemory<byte>? Alerts = null, ReadOnlyMemory<byte>? Entities = null, string? RedirectedTo = null)
{
    /// <summary>The payload document: <c>{"arm":…,"alerts":…,"entities":…,"into":"…"}</c>, absent parts left out.</summary>
    public byte[] Compose()
    {
        var output = new ArrayBufferWriter<byte>(Incident.Length + (Alerts?.Length ?? 0) + (Entities?.Length ?? 0) + 128);
        output.Write("{\"arm\":"u8);
        output.Write(Incident.Span);
        if (Alerts is { } alerts)
        {
            output.Write(",\"alerts\":"u8);
            output.Write(alerts.Span);
        }

        if (Entities is { } entities)
        {
            output.Write(",\"entities\":"u8);
            output.Write(entities.Span);
        }

        if (RedirectedTo is { } into)
        {
            output.Write(",\"into\":"u8);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(into));
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}
