using System.Text.Json;
using Dropzone.Ledger.Simulator.Kql;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class KqlTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly KqlRows Alerts = new(
        [
            new("Id", LogType.String), new("Severity", LogType.String), new("Count", LogType.Long), new("Time", LogType.DateTime), new("Tags", LogType.Dynamic),
            new(KqlRows.IngestionColumn, LogType.DateTime),
        ],
        [
            ["a", "High", 3L, Now.AddHours(-5), Json("[\"x\",\"y\"]"), Now.AddHours(-1)],
            ["b", "Low", 1L, Now.AddHours(-4), Json("[]"), Now.AddHours(-4)],
            ["c", "Low", null, Now.AddHours(-3), Json("[\"y\"]"), Now.AddHours(-2)],
            ["a", "Low", 9L, Now.AddHours(-2), Json("{\"k\":{\"n\":7}}"), Now.AddMinutes(-1)],
        ]);

    [Theory]
    [InlineData("T | where Severity == 'High' | project Id", "a")]
    [InlineData("T | where Severity =~ \"LOW\" and Id != 'a' | project Id", "b,c")]
    [InlineData("T | where Id in ('b', 'c') or Count > 5 | project Id", "b,c,a")]
    [InlineData("T | where Severity in~ ('HIGH') | project Id", "a")]
    [InlineData("T | where Id !in ('a') | project Id", "b,c")]
    [InlineData("T | where not(Severity == 'Low') | project Id", "a")]
    [InlineData("T | where Time between (datetime(2026-11-20T08:00:00Z) .. datetime(2026-11-20T09:00:00Z)) | project Id", "b,c")]
    [InlineData("T | where Time >= ago(3h) | project Id", "c,a")]
    [InlineData("T | where ingestion_time() >= now() - 1h | project Id", "a,a")]
    [InlineData("let from = datetime(2026-11-20T11:00:00Z);\nlet to = now();\nT | where ingestion_time() >= from and ingestion_time() < to | summarize n = count()", "2")]
    [InlineData("let wanted = dynamic(['b','c']);\nT | where Id in (wanted) | project Id", null)]
    [InlineData("let wanted = dynamic([\"b\",\"c\"]);\nT | where Id in (wanted) | project Id", "b,c")]
    [InlineData("T | where tostring(Tags) has 'y' | project Id", "a,c")]
    [InlineData("T | where tostring(Tags) has_any ('x', 'q') | project Id", "a")]
    [InlineData("T | where Severity contains 'IG' or Severity startswith 'hi' | project Id", "a")]
    [InlineData("T | where isempty(Count) | project Id", "c")]
    [InlineData("T | where isnotempty(Count) | count", "3")]
    [InlineData("T | extend n = Count * 2 | where n == 18 | project n", "18")]
    [InlineData("T | project-away Severity, Count, Time, Tags | distinct *", "a,b,c")]
    [InlineData("T | project-rename Name = Id | distinct Name", "a,b,c")]
    [InlineData("T | sort by Time desc | take 2 | project Id", "a,c")]
    [InlineData("T | order by Severity asc, Id desc | project Id", "a,c,b,a")]
    [InlineData("T | top 1 by Count | project Id", "a")]
    [InlineData("T | summarize count() by Severity | project count_", "1,3")]
    [InlineData("T | summarize dcount(Id)", "3")]
    [InlineData("T | summarize max(Count)", "9")]
    [InlineData("T | summarize min(Time)", "2026-11-20T07:00:00Z")]
    [InlineData("T | summarize arg_max(Time, *) by Id | project Count", "9,1,")]
    [InlineData("T | summarize arg_min(Time, Severity) by Id | project Severity", "High,Low,Low")]
    [InlineData("T | summarize make_set(Severity)", "[\"High\",\"Low\"]")]
    [InlineData("T | mv-expand Tags to typeof(string) | where Tags == 'y' | project Id", "a,c")]
    [InlineData("T | where Id == 'a' | extend v = toint(Tags.k.n) | where v == 7 | project v", "7")]
    [InlineData("T | where Id == 'b' | join kind=inner (T | where Id == 'b') on Id | project Severity1", "Low")]
    [InlineData("T | where Id == 'c' | join kind=leftouter (T | where Id == 'a' | project Other = Id) on $left.Id == $right.Other | project strcat(Id, '/', Other)", "c/")]
    [InlineData("T | extend day = bin(Time, 1d) | distinct day", "2026-11-20T00:00:00Z")]
    [InlineData("T | where Id == 'a' // a comment\n| summarize n = count()", "2")]
    [InlineData("print 1", "1")]
    [InlineData("print tolower(strcat('A', 'b'))", "ab")]
    [InlineData("print tostring(parse_json('{\"a\":[1,2]}').a[1])", "2")]
    [InlineData("print todatetime('2026-01-02T03:04:05.6700000Z')", "2026-01-02T03:04:05.67Z")]
    [InlineData("T | where 1 == 2 | count", "0")]
    public void a_query_answers(string query, string? expected)
    {
        if (expected is null)
        {
            Assert.Equal("SyntaxError", Assert.Throws<KqlException>(() => Run(query)).Inner);
            return;
        }

        KqlRows rows = Run(query);
        int column = rows.Visible.First();
        Assert.Equal(expected, string.Join(',', rows.Rows.Select(row => KqlValues.Text(row[column]))));
    }

    [Theory]
    [InlineData("Unknown | take 1", "SemanticError", "Unknown")]
    [InlineData("T | where Nope == 1", "SemanticError", "Nope")]
    [InlineData("T | where Time == 'text'", "SemanticError", "datetime")]
    [InlineData("T | where frob(Id)", "SemanticError", "frob")]
    [InlineData("T | evaluate bag_unpack(Tags)", "SyntaxError", "evaluate")]
    [InlineData("T | where Id matches regex 'a'", "SyntaxError", "matches")]
    [InlineData("T | join kind=fullouter (T) on Id", "SyntaxError", "fullouter")]
    [InlineData("T | where Id == 'open", "SyntaxError", "terminated")]
    [InlineData("T | where (Id == 'a'", "SyntaxError", ")")]
    [InlineData("T | where count() > 1", "SemanticError", "count")]
    [InlineData("T | project x = datetime(nonsense)", "SyntaxError", "nonsense")]
    [InlineData("T garbage", "SyntaxError", "garbage")]
    [InlineData("", "SyntaxError", "name")]
    public void what_it_does_not_speak_is_refused_by_name(string query, string inner, string named)
    {
        KqlException refused = Assert.Throws<KqlException>(() => Run(query));
        Assert.Equal(inner, refused.Inner);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private static KqlRows Run(string query) => KqlRunner.Run(query, name => name == "T" ? Alerts : null, Now);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
