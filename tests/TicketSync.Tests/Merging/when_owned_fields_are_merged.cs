using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Tickets;
using FsCheck;
using FsCheck.Fluent;

namespace Dropzone.Ledger.TicketSync.Tests.Merging;

public sealed class when_owned_fields_are_merged
{
    private static readonly string[] Owned = ["status", "classification", "classificationReason", "classificationComment"];
    private static readonly TicketFields Closed = new("Closed", "TruePositive", "SuspiciousActivity", "Said \"so\"\nä");

    private static string Merge(string record, TicketFields fields) =>
        Encoding.UTF8.GetString(OwnedFields.Merge(Encoding.UTF8.GetBytes(record), fields)!.Value.Span);

    [Theory]
    [InlineData("""{ "etag" : "\"5a\"", "properties" : { "title":"\u00e4 \/ ä", "n": 1.50, "status" : "New" , "x": [ 1 , 2.0e0 ] } , "y":null }""",
        """{ "etag" : "\"5a\"", "properties" : { "title":"\u00e4 \/ ä", "n": 1.50, "status" : "Active" , "x": [ 1 , 2.0e0 ] } , "y":null }""")]
    [InlineData("""{"properties":{"classification":"Undetermined","status":"Closed","classificationComment":"c"}}""",
        """{"properties":{"status":"Active"}}""")]
    [InlineData("""{"properties":{"status":"Closed", "classification":"Undetermined", "title":"t", "classificationReason":null}}""",
        """{"properties":{"status":"Active", "title":"t", "classificationReason":null}}""")]
    [InlineData("""{"properties":{ }}""", """{"properties":{"status":"Active" }}""")]
    [InlineData("""{"properties":{"status":"Active"}}""", """{"properties":{"status":"Active"}}""")]
    public void everything_else_stays_byte_for_byte(string before, string after) => Assert.Equal(after, Merge(before, new TicketFields("Active")));

    [Fact]
    public void closing_and_reopening_gives_back_the_very_bytes()
    {
        const string Odd = """
            {"etag":"\"5a\"","properties":{ "title":"\ud83d\ude00 \/ \u00e4 ä \ud800","description":"","n":[1e400,-0,-0.0E+2,12345678901234567890123,1.10],
            "status":"New","owner":{"objectId":null,"email":null},"labels":[{"labelType":"User","labelName":"b"},{"labelName":"a","labelType":"AutoAssigned"}],
            "severity":"Medium","x":null,"x":{"z":1,"a":[ ] }	},"kind":false}
            """;
        var closed = Merge(Odd, Closed);

        Assert.Equal(Odd, Merge(closed, new TicketFields("New")));
        Assert.Equal(Others(Odd), Others(closed));
        Assert.StartsWith(Odd[..Odd.IndexOf("\"New\"", StringComparison.Ordinal)], closed, StringComparison.Ordinal);
        Assert.Equal("Closed", Assert.IsType<IncidentReading.Found>(IncidentReading.Of(Encoding.UTF8.GetBytes(closed))).Fields.Status);
    }

    [Fact]
    public void a_comment_is_kept_when_none_is_wished_for()
    {
        var merged = Merge("""{"properties":{"status":"Active","classificationComment":"by hand"}}""", Closed with { Comment = null });
        Assert.Equal("by hand", JsonNode.Parse(merged)!["properties"]!["classificationComment"]!.ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("""{"properties":{"status":"New"}""")]
    [InlineData("")]
    public void what_is_no_incident_is_not_written(string record) => Assert.Null(OwnedFields.Merge(Encoding.UTF8.GetBytes(record), Closed));

    [Fact]
    public void any_other_field_is_the_same_afterwards_and_the_owned_ones_are_as_wished() => Prop.ForAll(
        AnyRecord.Arbitrary(),
        record =>
        {
            foreach (var wish in (TicketFields[])[new("New"), new("Active"), Closed, new("Closed", "Undetermined")])
            {
                var merged = Merge(record, wish);
                Assert.Equal(Others(record), Others(merged));
                Assert.Equal(merged, Merge(merged, wish));
                var read = Assert.IsType<IncidentReading.Found>(IncidentReading.Of(Encoding.UTF8.GetBytes(merged)));
                Assert.True(TicketRules.Fulfils(read.Fields, wish));
                Assert.Equal(wish.Status == "Closed", read.Fields.Classification is not null);
            }
        }).QuickCheckThrowOnFailure();

    private static string Others(string record)
    {
        using var read = JsonDocument.Parse(record);
        var top = read.RootElement.EnumerateObject().Where(p => p.Name != "properties").Select(p => p.ToString());
        var inside = read.RootElement.GetProperty("properties").EnumerateObject().Where(p => !Owned.Contains(p.Name)).Select(p => p.ToString());
        return string.Join('\n', top.Concat(inside));
    }

    /// <summary>Records with any order, spacing and unknown fields.</summary>
    private static class AnyRecord
    {
        private static readonly Gen<string> Space = Gen.Elements("", " ", "\n  ", "\t");

        private static readonly Gen<string> Value = Gen.OneOf(
            ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(s => JsonSerializer.Serialize(s.Get.Replace('\ud800', 'x'))),
            Gen.Elements("null", "1.0", "-0.0e+3", "true", "[ ]", """{"a" : [1,{"b":"\u0041"}]}""", "12345678901234567890"));

        private static readonly Gen<string> Other =
            from name in Gen.Elements("title", "severity", "owner", "labels2", "ünknown", "a\\u0062", "x")
            from value in Value
            select $"\"{name}\":{value}";

        private static readonly Gen<string> Mine =
            from name in Gen.Elements("classification", "classificationReason", "classificationComment")
            from value in Gen.Elements("\"Undetermined\"", "null", "\"x\"")
            select $"\"{name}\":{value}";

        public static Arbitrary<string> Arbitrary() => (
            from others in Other.ListOf(4)
            from mine in Mine.ListOf(2)
            from space in Space
            from order in Gen.Shuffle(others.Concat(mine).Append("\"status\":\"Active\"").DistinctBy(m => m.Split(':')[0]).ToArray())
            select $"{{{space}\"etag\":\"\\\"1\\\"\",{space}\"properties\"{space}:{space}{{{space}{string.Join(space + "," + space, order)}{space}}}{space},\"z\":1}}")
            .ToArbitrary();
    }
}
