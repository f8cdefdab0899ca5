using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Export;

/// <summary>
/// The lines of an export: the first says what the file is, one line follows for each event, the last holds the head and the SHA-256 of everything
/// before it. The same stretch of a log gives the same bytes, whoever takes it and whenever.
/// </summary>
public static class ExportFile
{
    /// <summary>What the first line calls the file.</summary>
    public const string Format = "dropzone-ledger-export";

    /// <summary>The version of this form.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line.</summary>
    public static byte[] First(string tenant, long from, long head) => Line(json =>
    {
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("tenant", tenant);
        json.WriteNumber("from", from);
        json.WriteNumber("head", head);
    });

    /// <summary>The line of an event; its data in canonical form, so that the digest can be checked on the bytes that stand there.</summary>
    public static byte[] Event(StoredEvent e) => Line(json =>
    {
        json.WriteNumber("position", e.Position);
        json.WriteString("id", e.Id);
        json.WriteString("stream", e.Stream);
        json.WriteNumber("version", e.Version);
        json.WriteString("type", e.Type);
        json.WriteString("timestamp", e.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("digest", e.Digest);
        WriteMaybe(json, "correlationId", e.CorrelationId);
        WriteMaybe(json, "causationId", e.CausationId);
        WriteMaybe(json, "user", e.UserName);
        json.WritePropertyName("data");
        json.WriteRawValue(CanonicalJson.Canonicalize(e.Data.Span), skipInputValidation: true);
    });

    /// <summary>The last line.</summary>
    public static byte[] Last(long head, long events, string sha256) => Line(json =>
    {
        json.WriteNumber("head", head);
        json.WriteNumber("events", events);
        json.WriteString("sha256", sha256);
    });

    private static void WriteMaybe(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
