using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>
/// Reads the two events that nearly every log consists of, by hand and several times as fast as by reflection. It reads what this version writes;
/// whatever else it meets (a null, a missing name, an unknown word) it leaves to the serializer, which says what is wrong or knows better.
/// </summary>
internal static class AlertEventReader
{
    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 128 };

    private static readonly JsonNames EventNames = new(
        "connector", "kind", "sourceId", "version", "facts", "changed", "cause", "payload", "entities", "mapper", "window", "origin", "observedAt", "warnings");

    private static readonly JsonNames PairNames = new("key", "modifiedAt", "commitment", "size", "from", "to");

    /// <summary>The event; null when the serializer has to read it.</summary>
    public static AlertEvent? Read(string alias, ReadOnlySpan<byte> json)
    {
        if (alias is not ("alert_ingested" or "alert_revised"))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(json, Depth);
            reader.Read();
            var read = default(Parts);
            ReadParts(ref reader, ref read);
            return reader.Read() ? null : alias == "alert_ingested" ? read.Ingested() : read.Revised();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void ReadParts(ref Utf8JsonReader reader, ref Parts read)
    {
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, EventNames, out var name))
        {
            switch (name)
            {
                case "connector": read.Connector = JsonReading.Word(ref reader); break;
                case "kind": read.Kind = JsonReading.Word(ref reader); break;
                case "sourceId": read.SourceId = JsonReading.Text(ref reader); break;
                case "version": read.Version = Version(ref reader); break;
                case "facts": read.Facts = AlertFactsReader.Read(ref reader); break;
                case "changed": read.Changed = JsonReading.Words(ref reader); break;
                case "cause": read.Cause = CauseOf(JsonReading.Word(ref reader)); break;
                case "payload": read.Payload = Reference(ref reader); break;
                case "entities": read.Entities = Reference(ref reader); break;
                case "mapper": read.Mapper = reader.GetInt32(); break;
                case "window": read.Window = Window(ref reader); break;
                case "origin": read.Origin = OriginOf(JsonReading.Word(ref reader)); break;
                case "observedAt": read.ObservedAt = Time(ref reader); break;
                case "warnings": read.Warnings = JsonReading.Words(ref reader); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static SourceVersion Version(ref Utf8JsonReader reader)
    {
        string? key = null, modifiedAt = null;
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, PairNames, out var name))
        {
            switch (name)
            {
                case "key": key = JsonReading.Text(ref reader); break;
                case "modifiedAt": modifiedAt = JsonReading.Text(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new SourceVersion(JsonReading.Given(key), JsonReading.Given(modifiedAt));
    }

    private static VaultReference Reference(ref Utf8JsonReader reader)
    {
        string? commitment = null;
        int? size = null;
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, PairNames, out var name))
        {
            switch (name)
            {
                case "commitment": commitment = JsonReading.Text(ref reader); break;
                case "size": size = reader.GetInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new VaultReference(JsonReading.Given(commitment), JsonReading.Given(size));
    }

    private static SourceWindow Window(ref Utf8JsonReader reader)
    {
        DateTimeOffset? from = null, to = null;
        JsonReading.Begin(ref reader);
        while (JsonReading.Next(ref reader, PairNames, out var name))
        {
            switch (name)
            {
                case "from": from = Time(ref reader); break;
                case "to": to = Time(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new SourceWindow(JsonReading.Given(from), JsonReading.Given(to));
    }

    private static DateTimeOffset Time(ref Utf8JsonReader reader) =>
        SourceTime.TryParse(JsonReading.Word(ref reader), out var time) ? time : throw new JsonException();

    private static Origin OriginOf(string word) => word switch
    {
        "live" => Origin.Live,
        "backfill" => Origin.Backfill,
        "reconcile" => Origin.Reconcile,
        _ => throw new JsonException(),
    };

    private static RevisionCause CauseOf(string word) => word switch
    {
        "source" => RevisionCause.Source,
        "echo" => RevisionCause.Echo,
        "mapping" => RevisionCause.Mapping,
        _ => throw new JsonException(),
    };

    /// <summary>What both events are made of.</summary>
    private struct Parts
    {
        public string? Connector, Kind, SourceId;
        public SourceVersion? Version;
        public AlertFacts? Facts;
        public IReadOnlyList<string>? Changed, Warnings;
        public RevisionCause? Cause;
        public VaultReference? Payload, Entities;
        public int? Mapper;
        public SourceWindow? Window;
        public Origin? Origin;
        public DateTimeOffset? ObservedAt;

        public readonly AlertIngested Ingested() => new()
        {
            Connector = JsonReading.Given(Connector),
            Kind = JsonReading.Given(Kind),
            SourceId = JsonReading.Given(SourceId),
            Version = JsonReading.Given(Version),
            Facts = JsonReading.Given(Facts),
            Payload = Payload,
            Entities = Entities,
            Mapper = JsonReading.Given(Mapper),
            Window = Window,
            Origin = JsonReading.Given(Origin),
            ObservedAt = JsonReading.Given(ObservedAt),
            Warnings = Warnings ?? [],
        };

        public readonly AlertRevised Revised() => new()
        {
            Version = JsonReading.Given(Version),
            Facts = JsonReading.Given(Facts),
            Changed = JsonReading.Given(Changed),
            Cause = JsonReading.Given(Cause),
            Payload = Payload,
            Entities = Entities,
            Mapper = JsonReading.Given(Mapper),
            Window = Window,
            Origin = JsonReading.Given(Origin),
            ObservedAt = JsonReading.Given(ObservedAt),
            Warnings = Warnings ?? [],
        };
    }
}
