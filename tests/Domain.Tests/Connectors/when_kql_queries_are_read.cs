using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Tests.Connectors;

public sealed class when_kql_queries_are_read
{
    private const string Good = "SigninLogs | where TimeGenerated >= ledger_from and TimeGenerated < ledger_to";

    [Fact]
    public void a_query_is_read_whole_and_written_back_the_same()
    {
        var read = Assert.IsType<SettingsReading.Valid>(Read(Query(Good)));
        var settings = (SentinelSettings)read.Settings;
        var query = Assert.Single(settings.KqlQueries!);
        Assert.Equal(("failed-logons", Good, "TimeGenerated", "Title", "Risk"), (query.Slug, query.Query, query.TimeColumn, query.TitleColumn, query.SeverityColumn));
        Assert.Equal(["UserId", "CorrelationId"], query.IdColumns);
        Assert.True(settings.DefenderEmailFetching);
        var written = SettingsDocument.Write("s", settings, true);
        Assert.Equal("failed-logons", written["kqlQueries"]![0]!["slug"]!.GetValue<string>());
        Assert.True(written["defenderEmailFetching"]!.GetValue<bool>());
    }

    [Fact]
    public void without_the_options_nothing_of_them_is_stored()
    {
        var document = Document();
        document.Remove("kqlQueries");
        document.Remove("defenderEmailFetching");
        var settings = Assert.IsType<SettingsReading.Valid>(Read(document)).Settings;
        Assert.DoesNotContain("kqlQueries", SettingsDocument.Write("s", settings, true).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData(".drop table X; T | where t >= ledger_from and t < ledger_to", "management command")]
    [InlineData("T | where t >= ledger_from and t < ledger_to;\n .show tables", "management command")]
    [InlineData("T", "does not use ledger_from")]
    [InlineData("T | where t >= ledger_from // and t < ledger_to", "does not use ledger_to")]
    [InlineData("T | where t >= ledger_from and t < 'ledger_to'", "does not use ledger_to")]
    [InlineData("T | where t >= ledger_from_x and ledger_from <= t and t < my_ledger_to", "does not use ledger_to")]
    [InlineData("let ledger_from = ago(1d); T | where t >= ledger_from and t < ledger_to", "sets ledger_from itself")]
    [InlineData("T | where t >= ledger_from and t < ledger_to and x == 'open", "does not end")]
    [InlineData("T | where t >= ledger_from and t < ledger_to;", "ends without a query")]
    public void a_text_that_would_ask_for_everything_or_change_something_is_refused(string query, string why)
    {
        var problem = Problem(Query(query), "kqlQueries[0].query");
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Theory]
    [InlineData("let names = dynamic(['a;b', \"c//d\"]); T | where t >= ledger_from and t < ledger_to and n in (names)")]
    [InlineData("T | where t >= ledger_from and t < ledger_to and p startswith @'C:\\' // ends in a comment")]
    [InlineData("T // .drop\n| where t >= ledger_from and t < ledger_to and q == ```a\n.b```")]
    public void comments_and_texts_in_quotes_are_no_code(string query) => Assert.IsType<SettingsReading.Valid>(Read(Query(query)));

    [Fact]
    public void each_wrong_field_is_named_with_its_path()
    {
        var twice = Document();
        twice["kqlQueries"]!.AsArray().Add(twice["kqlQueries"]![0]!.DeepClone());
        Assert.Contains("used twice", Problem(twice, "kqlQueries[1].slug").Message, StringComparison.Ordinal);
        Assert.Contains("slug", Problem(Query(Good, q => q["slug"] = "Failed Logons"), "kqlQueries[0].slug").Message, StringComparison.Ordinal);
        Problem(Query(Good, q => q["idColumns"] = new JsonArray()), "kqlQueries[0].idColumns");
        Problem(Query(Good, q => q.Remove("idColumns")), "kqlQueries[0].idColumns");
        Problem(Query(Good, q => q["idColumns"] = new JsonArray("A", "A")), "kqlQueries[0].idColumns");
        Problem(Query(Good, q => q["idColumns"] = new JsonArray("A", " ")), "kqlQueries[0].idColumns[1]");
        Problem(Query(Good, q => q["timeColumn"] = " "), "kqlQueries[0].timeColumn");
        Problem(Query(Good, q => q["unknown"] = "x"), "kqlQueries[0].unknown");
    }

    [Fact]
    public void any_text_is_answered_and_never_thrown_at() => Property.Holds(300, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => "a.;'\"`@\\/\n ~"[random.Next(12)]));
        var code = KqlText.Code(text);
        return code is null || code.Length == text.Length;
    });

    private static SettingsProblem Problem(JsonObject document, string field) =>
        Assert.IsType<SettingsReading.Invalid>(Read(document)).Problems.First(problem => problem.Field == field);

    private static SettingsReading Read(JsonObject document) => SettingsDocument.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));

    private static JsonObject Query(string query, Action<JsonObject>? change = null)
    {
        var document = Document();
        var first = document["kqlQueries"]![0]!.AsObject();
        first["query"] = query;
        change?.Invoke(first);
        return document;
    }

    private static JsonObject Document() => new()
    {
        ["id"] = "s",
        ["kind"] = "sentinel",
        ["credentials"] = new JsonObject { ["clientId"] = "11111111-2222-4333-8444-555555555555", ["tenantId"] = "example.org" },
        ["workspaces"] = new JsonArray(new JsonObject
        {
            ["name"] = "law", ["workspaceId"] = "11111111-2222-4333-8444-555555555555", ["subscriptionId"] = "11111111-2222-4333-8444-555555555555", ["resourceGroup"] = "rg",
        }),
        ["defenderEmailFetching"] = true,
        ["kqlQueries"] = new JsonArray(new JsonObject
        {
            ["slug"] = "failed-logons", ["query"] = Good, ["timeColumn"] = "TimeGenerated", ["idColumns"] = new JsonArray("UserId", "CorrelationId"),
            ["titleColumn"] = "Title", ["severityColumn"] = "Risk",
        }),
    };
}
