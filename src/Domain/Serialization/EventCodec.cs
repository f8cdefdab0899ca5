using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>An event in its stored form.</summary>
/// <param name="Alias">The name in the column <c>type</c>.</param>
/// <param name="Data">The canonical JSON (RFC 8785), UTF-8.</param>
public sealed record EncodedEvent(string Alias, byte[] Data);

/// <summary>The log holds an event type that this build does not know: it was written by a newer one.</summary>
public sealed class UnknownEventException : Exception
{
    /// <summary>Names the type.</summary>
    public UnknownEventException(string alias)
        : base($"The event type '{alias}' is not known to this version of the ledger; a newer version has written to the database.") => Alias = alias;

    /// <summary>The unknown name.</summary>
    public string Alias { get; }
}

/// <summary>Events to bytes and back. <c>Decode(Encode(e))</c> equals <c>e</c>, and encoding is stable to the byte.</summary>
public static class EventCodec
{
    private static readonly Dictionary<Type, string> Aliases = EventTypes.All.ToDictionary(t => t.Record, t => t.Alias);
    private static readonly Dictionary<string, Type> Records = EventTypes.All.ToDictionary(t => t.Alias, t => t.Record, StringComparer.Ordinal);

    /// <summary>The stored name of an event.</summary>
    public static string AliasOf(LedgerEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Aliases[e.GetType()];
    }

    /// <summary>The stored form. Times are cut to microseconds; NUL and unpaired surrogates in text become U+FFFD.</summary>
    public static EncodedEvent Encode(LedgerEvent e)
    {
        var alias = AliasOf(e);
        var json = JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), LedgerJson.Options);
        return new EncodedEvent(alias, CanonicalJson.Canonicalize(json.AsMemory()));
    }

    /// <summary>Reads a stored event, whatever the order of its names (jsonb has its own), old forms included.</summary>
    /// <exception cref="UnknownEventException">The alias is not in the registry.</exception>
    /// <exception cref="JsonException">The data is not of that event.</exception>
    public static LedgerEvent Decode(string alias, ReadOnlySpan<byte> json) => Decode(alias, json, Upcasters.All);

    /// <summary>SHA-256 of the canonical bytes, lower-case hex: what stands in <c>headers.digest</c>.</summary>
    public static string Digest(ReadOnlySpan<byte> canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));

    /// <summary>As the public form, with the upcasters given.</summary>
    internal static LedgerEvent Decode(string alias, ReadOnlySpan<byte> json, IReadOnlyList<Upcaster> upcasters)
    {
        if (!Records.TryGetValue(alias, out var record))
        {
            throw new UnknownEventException(alias);
        }

        if (!upcasters.Any(u => u.Alias == alias))
        {
            return AlertEventReader.Read(alias, json) ?? Read(JsonSerializer.Deserialize(json, record, LedgerJson.Options), alias);
        }

        var node = JsonNode.Parse(json) as JsonObject ?? throw new JsonException($"The data of '{alias}' is no object.");
        var current = Upcasters.Apply(upcasters, alias, node);
        return Read(current.Deserialize(record, LedgerJson.Options), alias);
    }

    private static LedgerEvent Read(object? value, string alias) =>
        value as LedgerEvent ?? throw new JsonException($"The data of '{alias}' is null.");
}
