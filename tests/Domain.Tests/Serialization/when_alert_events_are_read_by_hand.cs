using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Tests.Serialization;

public sealed class when_alert_events_are_read_by_hand
{
    private static readonly Type[] ByHand = [typeof(AlertIngested), typeof(AlertRevised)];

    [Fact]
    public void they_are_what_the_serializer_reads_whichever_names_are_absent_or_unknown() => Property.Holds(2_000, random =>
    {
        var type = ByHand[random.Next(2)];
        var encoded = EventCodec.Encode(new AnyValue(random).Event(type));
        var data = JsonNode.Parse(encoded.Data)!.AsObject();
        data["someday"] = JsonNode.Parse("""{"a":[1,{"b":"c"}]}""");
        var facts = data["facts"]!.AsObject();
        foreach (var name in facts.Select(static f => f.Key).Except(["title", "severity", "status"]).Where(_ => random.Next(4) == 0).ToList())
        {
            facts.Remove(name);
        }

        var json = Encoding.UTF8.GetBytes(data.ToJsonString());
        var read = AlertEventReader.Read(encoded.Alias, json);
        return read is not null && AsText(read) == AsText(JsonSerializer.Deserialize(json, type, LedgerJson.Options)!);
    });

    [Fact]
    public void no_field_is_forgotten() => Assert.All(ByHand, type =>
    {
        var encoded = EventCodec.Encode(new AnyValue(new Random(11), full: true).Event(type));
        Assert.Equal(encoded.Data, EventCodec.Encode(AlertEventReader.Read(encoded.Alias, encoded.Data)!).Data);
    });

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"connector":"c"}""")]
    [InlineData("""{"\u006bind":"k"}""")]
    public void what_they_should_not_be_is_left_to_the_serializer(string json)
    {
        Assert.Null(AlertEventReader.Read("alert_ingested", Encoding.UTF8.GetBytes(json)));
        Assert.Throws<JsonException>(() => EventCodec.Decode("alert_ingested", Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void a_null_is_refused_with_the_serializers_words()
    {
        var data = JsonNode.Parse(EventCodec.Encode(EventExamples.All["alert_revised"]).Data)!.AsObject();
        data["facts"]!.AsObject()["title"] = null;
        Assert.Throws<JsonException>(() => EventCodec.Decode("alert_revised", Encoding.UTF8.GetBytes(data.ToJsonString())));
    }

    [Fact]
    public void usual_times_read_as_the_parser_of_formats_reads_them() => Property.Holds(3_000, random =>
    {
        var text = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks)).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture)[..(19 + (random.Next(2) * random.Next(2, 9)))] + "Z";
        var broken = random.Next(3) == 0 ? text.Remove(random.Next(text.Length), 1).Insert(random.Next(text.Length - 1), $"{(char)random.Next('-', '[')}") : text;
        var usual = DateTimeOffset.TryParseExact(
            broken, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expected);
        return !usual || (SourceTime.TryParse(broken, out var time) && time == expected);
    });

    private static string AsText(object e) => JsonSerializer.Serialize(e, e.GetType(), LedgerJson.Options);
}
