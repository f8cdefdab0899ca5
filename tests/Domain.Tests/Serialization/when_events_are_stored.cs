using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Tests.Serialization;

public sealed class when_events_are_stored
{
    public static TheoryData<string> Aliases => [.. EventTypes.All.Select(t => t.Alias)];

    [Theory]
    [MemberData(nameof(Aliases))]
    public void each_type_has_a_golden_vector_that_never_changes(string alias)
    {
        var encoded = EventCodec.Encode(EventExamples.All[alias]);
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", alias + ".golden"));
        Assert.Equal(golden[0], Encoding.UTF8.GetString(encoded.Data));
        Assert.Equal(golden[1], EventCodec.Digest(encoded.Data));
        Assert.Equal(encoded.Data, EventCodec.Encode(EventCodec.Decode(alias, Encoding.UTF8.GetBytes(golden[0]))).Data);
    }

    [Fact]
    public void every_record_of_an_event_is_in_the_registry_once_under_its_snake_case_name()
    {
        var records = typeof(LedgerEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LedgerEvent)) && !t.IsAbstract);
        Assert.Equal(records.Select(r => r.Name).Order(StringComparer.Ordinal), EventTypes.All.Select(t => t.Record.Name).Order(StringComparer.Ordinal));
        Assert.All(EventTypes.All, t => Assert.Equal(t.Alias, string.Concat(t.Record.Name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : $"{c}")).ToLowerInvariant()));
    }

    [Fact]
    public void any_event_survives_the_way_to_the_database_and_back() => Property.Holds(1_000, random =>
    {
        var encoded = EventCodec.Encode(new AnyValue(random).Event());
        var again = EventCodec.Encode(EventCodec.Decode(encoded.Alias, encoded.Data));
        return again.Alias == encoded.Alias && again.Data.AsSpan().SequenceEqual(encoded.Data) && !encoded.Data.AsSpan().ContainsAny((byte)0, (byte)1);
    });

    [Fact]
    public void the_order_of_names_that_jsonb_chooses_changes_nothing() => Property.Holds(500, random =>
    {
        var encoded = EventCodec.Encode(new AnyValue(random).Event());
        var reordered = AsJsonb(JsonNode.Parse(encoded.Data)!);
        return EventCodec.Encode(EventCodec.Decode(encoded.Alias, Encoding.UTF8.GetBytes(reordered.ToJsonString()))).Data.AsSpan().SequenceEqual(encoded.Data);
    });

    [Fact]
    public void no_field_of_an_event_is_left_out() => Assert.All(EventTypes.All, type =>
    {
        var json = JsonNode.Parse(EventCodec.Encode(new AnyValue(new Random(7), full: true).Event(type.Record)).Data)!.AsObject();
        Assert.Equal(type.Record.GetProperties().Where(p => p.CanWrite).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Order(StringComparer.Ordinal), json.Select(p => p.Key));
    });

    [Fact]
    public void a_wish_says_what_was_known_and_under_which_name_it_will_be_written_when_it_can()
    {
        const string Form = """{"application":"alert-ledger","cause":"statusChanged","known":{"status":"New"},"knownModifiedAt":"2026-11-20T06:00:00Z","ticket":{"connector":"sentinel-prod","incident":"3f1c2d0a-7a0e-4a0b-9a37-3d1f5b0c9e21","workspace":"law-soc"},"wanted":{"status":"Active"}}""";
        var wish = (TicketSyncRequested)EventExamples.All["ticket_sync_requested"] with
        {
            Cause = TicketSyncCause.StatusChanged, Replaces = null, Known = new TicketFields("New"), KnownModifiedAt = "2026-11-20T06:00:00Z", Application = "alert-ledger",
        };

        Assert.Equal(Form, Encoding.UTF8.GetString(EventCodec.Encode(wish).Data));
        Assert.Equal(wish, EventCodec.Decode("ticket_sync_requested", Encoding.UTF8.GetBytes(Form)));
    }

    [Fact]
    public void an_event_written_before_a_field_existed_reads_that_field_as_its_default()
    {
        var old = JsonNode.Parse(EventCodec.Encode(EventExamples.All["alert_ingested"]).Data)!.AsObject();
        old.Remove("warnings");
        old["facts"]!.AsObject().Remove("tags");
        old["someday"] = "a field of a newer version";
        var read = (AlertIngested)EventCodec.Decode("alert_ingested", Encoding.UTF8.GetBytes(old.ToJsonString()));
        Assert.Empty(read.Warnings);
        Assert.Empty(read.Facts.Tags);
    }

    [Fact]
    public void an_unknown_type_says_that_a_newer_version_wrote_it() =>
        Assert.Equal("alert_dreamt", Assert.Throws<UnknownEventException>(() => EventCodec.Decode("alert_dreamt", "{}"u8)).Alias);

    [Fact]
    public void an_old_form_is_taken_through_every_form_after_it()
    {
        Upcaster[] upcasters =
        [
            new("investigation_note_added", "body", data => data.ContainsKey("body"), data => Renamed(data, "body", "message")),
            new("investigation_note_added", "message", data => data.ContainsKey("message"), data => Renamed(data, "message", "text")),
        ];
        var by = """{"kind":"person","name":"Zoë"}""";
        foreach (var form in new[] { "body", "message", "text" })
        {
            var read = EventCodec.Decode("investigation_note_added", Encoding.UTF8.GetBytes($$"""{"{{form}}":"seen","by":{{by}}}"""), upcasters);
            Assert.Equal("seen", Assert.IsType<InvestigationNoteAdded>(read).Text);
        }
    }

    [Fact]
    public void every_old_form_has_a_golden_file() => Assert.All(Upcasters.All, u =>
    {
        var old = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "old", $"{u.Alias}.{u.Name}.json"));
        Assert.True(u.IsOld(JsonNode.Parse(old)!.AsObject()));
        EventCodec.Decode(u.Alias, old);
    });

    private static JsonObject Renamed(JsonObject data, string from, string to)
    {
        var value = data[from]!.DeepClone();
        data.Remove(from);
        data[to] = value;
        return data;
    }

    /// <summary>jsonb orders names by length, then by bytes.</summary>
    private static JsonNode AsJsonb(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => Encoding.UTF8.GetByteCount(p.Key)).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, (JsonNode?)AsJsonb(p.Value!)))),
        JsonArray a => new JsonArray([.. a.Select(i => AsJsonb(i!))]),
        _ => node.DeepClone(),
    };
}
