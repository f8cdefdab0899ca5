using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Api.Tests.Alerts;

[Collection(LedgerCollection.Name)]
public sealed class when_the_past_is_asked_for(SharedLedger shared)
{
    private static readonly Microsoft365Settings OnlyHigh = new() { Credentials = new() { ClientId = "c", TenantId = "t" }, EnabledSeverities = ["High"] };

    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task an_alert_a_list_and_a_dashboard_answer_as_they_stood()
    {
        var (id, first) = await Seeds.AlertAsync(Ledger, "past-a", "one", Seeds.Facts("Before"), settings: OnlyHigh);
        var (other, second) = await Seeds.AlertAsync(Ledger, "past-a", "two", Seeds.Facts("Second"), settings: OnlyHigh);
        var (_, last) = await Seeds.AlertAsync(Ledger, "past-a", "one", Seeds.Facts("After", "Low"), version: "2", settings: OnlyHigh);
        var client = await Ledger.ClientAsync(Role.Auditor);

        var alert = await client.GetJsonAsync($"/api/v1/alerts/{id}?asOf={first}");
        Assert.Equal("Before", alert.GetProperty("facts").GetProperty("title").GetString());
        Assert.Equal("shown", alert.GetProperty("alert").GetProperty("decision").GetString());
        Assert.Equal(first, alert.GetProperty("citation").GetProperty("position").GetInt64());
        Assert.Equal("excluded", (await client.GetJsonAsync($"/api/v1/alerts/{id}?asOf={last}")).GetProperty("alert").GetProperty("decision").GetString());

        Assert.Equal(["Before"], await TitlesAsync(client, $"connector=past-a&asOf={first}"));
        Assert.Equal(["Second", "Before"], await TitlesAsync(client, $"connector=past-a&asOf={second}"));
        Assert.Equal(["Second"], await TitlesAsync(client, $"connector=past-a&asOf={last}"));

        var then = (await client.GetJsonAsync($"/api/v1/connectors/past-a/dashboard?asOf={second}")).GetProperty("conservation");
        Assert.Equal((2, 2, 0), (then.GetProperty("ingested").GetInt64(), then.GetProperty("shown").GetInt64(), then.GetProperty("excluded").GetInt64()));
        Assert.Equal(1, (await client.GetJsonAsync($"/api/v1/connectors/past-a/dashboard?asOf={last}")).GetProperty("conservation").GetProperty("excluded").GetInt64());
        using var unknown = await client.GetAsync($"/api/v1/alerts/{other}?asOf={first}");
        Assert.Contains("was not known at position", (await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_time_means_the_last_event_up_to_it()
    {
        var (_, position) = await Seeds.AlertAsync(Ledger, "past-b", "one");
        var recorded = (await Ledger.Database.Log.ReadLogAsync("default", position - 1, 1))[0].Timestamp;
        var client = await Ledger.ClientAsync(Role.Auditor);
        using var answer = await client.GetAsync($"/api/v1/alerts?connector=past-b&asOf={recorded.UtcDateTime:O}");
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(position, answer.Position());
        Assert.Equal(1, (await answer.JsonAsync()).GetProperty("items").GetArrayLength());
        Assert.Empty(await TitlesAsync(client, $"connector=past-b&asOf={recorded.AddTicks(-10).UtcDateTime:O}"));
    }

    [Fact]
    public async Task a_citation_opens_the_same_numbers_and_says_when_they_are_others()
    {
        var (_, position) = await Seeds.AlertAsync(Ledger, "past-c", "one");
        var client = await Ledger.ClientAsync(Role.Auditor);
        foreach (var path in (string[])["/api/v1/connectors/past-c/dashboard?", "/api/v1/alerts?connector=past-c&limit=1&"])
        {
            var cited = (await client.GetJsonAsync($"{path}asOf={position}")).GetProperty("citation");
            await Seeds.AlertAsync(Ledger, "past-c", $"later-{path.Length}");
            Assert.False(cited.TryGetProperty("holds", out _));
            Assert.Matches("^[0-9a-f]{64}$", cited.GetProperty("hash").GetString());
            Assert.True(cited.GetProperty("generation").GetInt32() > 0);
            var link = cited.GetProperty("link").GetString()!;
            Assert.True((await client.GetJsonAsync(link)).GetProperty("citation").GetProperty("holds").GetBoolean());
            var forged = link[..^4] + (link.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000");
            Assert.False((await client.GetJsonAsync(forged)).GetProperty("citation").GetProperty("holds").GetBoolean());
        }

        var all = await client.GetJsonAsync($"/api/v1/dashboards?asOf={position}");
        var own = all.GetProperty("items").EnumerateArray().Single(d => d.GetProperty("connector").GetString() == "past-c");
        Assert.True((await client.GetJsonAsync(own.GetProperty("citation").GetProperty("link").GetString()!)).GetProperty("citation").GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task a_difference_names_numbers_alerts_and_events()
    {
        var (gone, first) = await Seeds.AlertAsync(Ledger, "past-d", "one", Seeds.Facts("One"), settings: OnlyHigh);
        var (come, _) = await Seeds.AlertAsync(Ledger, "past-d", "two", Seeds.Facts("Two"), settings: OnlyHigh);
        var (_, last) = await Seeds.AlertAsync(Ledger, "past-d", "one", Seeds.Facts("One", "Low"), version: "2", settings: OnlyHigh);
        var client = await Ledger.ClientAsync(Role.Auditor);
        var numbers = await client.GetJsonAsync($"/api/v1/connectors/past-d/dashboard/difference?from={first}&to={last}");
        Assert.Contains(numbers.GetProperty("changed").EnumerateArray(), static c =>
            c.GetProperty("table").GetString() == "conservation" && c.GetProperty("state").GetString() == "excluded" && c.GetProperty("before").GetInt64() == 0 && c.GetProperty("after").GetInt64() == 1);

        var alerts = await client.GetJsonAsync(numbers.GetProperty("alerts").GetString()!);
        Assert.Equal((1, 1), (alerts.GetProperty("appeared").GetInt64(), alerts.GetProperty("vanished").GetInt64()));
        var changes = alerts.GetProperty("items").EnumerateArray().ToDictionary(static c => c.GetProperty("change").GetString()!);
        Assert.Equal(come, changes["appeared"].GetProperty("alert").GetProperty("id").GetGuid());
        Assert.Equal("alert_ingested", changes["appeared"].GetProperty("by").GetProperty("type").GetString());
        Assert.Equal(gone, changes["vanished"].GetProperty("alert").GetProperty("id").GetGuid());
        Assert.Equal("alert_excluded", changes["vanished"].GetProperty("by").GetProperty("type").GetString());
        Assert.Equal(2, (await client.GetJsonAsync($"/api/v1/alerts/difference?connector=past-d&decision=all&from=0&to={last}")).GetProperty("appeared").GetInt64());
    }

    [Theory]
    [InlineData("/api/v1/alerts?asOf=999999999", 422, "moment-in-the-future", "asOf")]
    [InlineData("/api/v1/alerts?asOf=2999-01-01T00:00:00Z", 422, "moment-in-the-future", "asOf")]
    [InlineData("/api/v1/alerts?asOf=0", 422, "moment-before-the-record", "asOf")]
    [InlineData("/api/v1/dashboards?asOf=1999-01-01T00:00:00Z", 422, "moment-before-the-record", "asOf")]
    [InlineData("/api/v1/connectors/x/dashboard?asOf=yesterday", 400, "invalid-request", "asOf")]
    [InlineData("/api/v1/alerts/00000000-0000-0000-0000-000000000001?asOf=0", 422, "moment-before-the-record", "asOf")]
    [InlineData("/api/v1/alerts?asOf=1&q=powershell", 422, "only-in-the-present", "q")]
    [InlineData("/api/v1/alerts/facets?asOf=1", 422, "only-in-the-present", "asOf")]
    [InlineData("/api/v1/alerts/difference?from=2&to=1", 400, "invalid-request", "from")]
    [InlineData("/api/v1/alerts/difference?from=1", 400, "invalid-request", "to")]
    [InlineData("/api/v1/alerts/difference?from=1&to=999999999", 422, "moment-in-the-future", "to")]
    [InlineData("/api/v1/alerts/difference?from=1&to=2&cursor=nonsense", 400, "invalid-request", "cursor")]
    [InlineData("/api/v1/connectors/x/dashboard/difference?from=1&to=999999999", 422, "moment-in-the-future", "to")]
    public async Task a_moment_that_cannot_be_shown_is_refused_with_what_to_do(string path, int status, string code, string field)
    {
        await Seeds.AlertAsync(Ledger, "past-e", $"{Guid.NewGuid()}");
        await Seeds.AlertAsync(Ledger, "past-e", $"{Guid.NewGuid()}");
        var client = await Ledger.ClientAsync(Role.Auditor);
        using var refused = await client.GetAsync(path);
        var problem = await refused.RefusedAsync((HttpStatusCode)status, code);
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static async Task<IReadOnlyList<string>> TitlesAsync(HttpClient client, string query) =>
        [.. (await client.GetJsonAsync($"/api/v1/alerts?{query}")).GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("title").GetString()!)];
}
