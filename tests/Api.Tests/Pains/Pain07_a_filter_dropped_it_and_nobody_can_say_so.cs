using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Pains;

[Collection(LedgerCollection.Name)]
public sealed class Pain07_a_filter_dropped_it_and_nobody_can_say_so(SharedLedger shared)
{
    [Fact]
    public async Task a_preview_says_what_a_change_would_do_and_the_change_does_exactly_that()
    {
        var client = await shared.Ledger.ClientAsync(Role.Engineer);
        const string id = "pain-07";
        await MakeAsync(client, id);
        foreach (var (source, title, severity) in new[] { ("a", "Drill 1", "High"), ("b", "Drill 2", "Low"), ("c", "Real one", "High") })
        {
            await Seeds.AlertAsync(shared.Ledger, id, source, Seeds.Facts(title, severity));
        }

        var wanted = Wanted(id, new { match = "expression", pattern = "^drill [0-9]+$", name = "drills", reason = "exercise", owner = "ada", reviewBy = "2027-01-31" });
        var lines = await PreviewAsync(client, id, wanted);
        var result = lines.Single(static l => l.TryGetProperty("result", out _)).GetProperty("result");
        Assert.Equal((0, 2), Totals(result.GetProperty("total")));
        Assert.Equal("titles/drills", Assert.Single(result.GetProperty("byRule").EnumerateArray()).GetProperty("value").GetString());
        Assert.Equal(3, result.GetProperty("alerts").GetInt64());
        Assert.Empty(result.GetProperty("notAskedFor").EnumerateArray());
        var alerts = lines.Where(static l => l.TryGetProperty("alert", out _)).Select(static l => l.GetProperty("alert").GetProperty("after")).ToList();
        Assert.Equal(2, alerts.Count);
        Assert.All(alerts, static clause => Assert.Equal(
            "The title matches the excluded expression \"^drill [0-9]+$\" of ada: exercise", clause.GetProperty("reason").GetString()));
        Assert.Contains(lines, static l => l.TryGetProperty("progress", out _));

        // The log moves on between preview and change: what follows from that is told apart.
        await Seeds.AlertAsync(shared.Ledger, id, "d", Seeds.Facts("Drill 3"));
        var position = result.GetProperty("position").GetInt64();
        await ReplaceAsync(client, id, wanted, $"?previewedAt={position}", "\"1\"");
        var done = await AppliedAsync(client, id, 2);
        Assert.Equal((0, 2), Totals(done.GetProperty("previewed")));
        Assert.Equal((0, 1), Totals(done.GetProperty("sincePreview")));
        Assert.Equal((0, 3), Totals(done.GetProperty("applied")));
        await BalanceAsync(client, id, shown: 1, excluded: 3);

        // Each rule says what it did, and whose it is.
        var head = (await shared.Ledger.Database.Log.HeadAsync("default")).Position;
        var rule = Assert.Single((await client.GetJsonAsync($"/api/v1/connectors/{id}/rules?atLeast={head}")).GetProperty("items").EnumerateArray());
        Assert.Equal(("titles/drills", "ada"), (rule.GetProperty("rule").GetProperty("rule").GetString(), rule.GetProperty("rule").GetProperty("owner").GetString()));
        Assert.Equal(3, rule.GetProperty("weeks").EnumerateArray().Sum(static w => w.GetProperty("hits").GetInt64()));
        Assert.Empty(rule.GetProperty("flags").EnumerateArray());

        // Excluded alerts are on a list of their own, and come back.
        await ReplaceAsync(client, id, Wanted(id), "", "\"2\"");
        Assert.Equal((3, 0), Totals((await AppliedAsync(client, id, 3)).GetProperty("applied")));
        await BalanceAsync(client, id, shown: 4, excluded: 0);
        var why = await client.GetJsonAsync($"/api/v1/alerts/{Domain.Streams.EventIds.AlertIngested("alert/pain-07/defender-alert/a")}/why");
        Assert.Equal(
            ["version", "decision", "decision"], why.GetProperty("steps").EnumerateArray().Select(static s => s.GetProperty("what").GetString()));
        var set = why.GetProperty("steps")[1].GetProperty("set");
        Assert.Equal(("engineer-default", 2), (set.GetProperty("by").GetString(), set.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public void a_rule_that_matched_nothing_for_long_or_is_due_for_review_is_flagged()
    {
        var then = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Domain.Connectors.Microsoft365Settings Settings(params Domain.Connectors.TitleExclusion[] titles) =>
            new() { Credentials = new() { ClientId = "c", TenantId = "t" }, Exclusions = new() { Titles = titles } };
        Domain.Events.ConnectorConfigured At(int revision, Domain.Connectors.ConnectorSettings settings) =>
            new() { Connector = "c", Revision = revision, Settings = settings, By = Domain.Events.Actor.Ledger };
        var old = new Domain.Connectors.TitleExclusion { Pattern = "a", Name = "old", ReviewBy = "2026-02-01" };
        var used = new Domain.Connectors.TitleExclusion { Pattern = "b", Name = "used" };
        var young = new Domain.Connectors.TitleExclusion { Pattern = "c", Name = "young", ReviewBy = "2027-01-01" };
        var rules = Api.Connectors.RuleEndpoints.Of(
            [(At(1, Settings(old, used)), then), (At(2, Settings(old, used, young)), then.AddDays(60))],
            [new("titles/used", new DateOnly(2026, 3, 2), 5, then.AddDays(62), 9)],
            then.AddDays(65));
        Assert.Equal([["no-match-in-30-days", "review-date-passed"], [], []], rules.Select(static r => r.Flags));
        Assert.Equal([1, 1, 2], rules.Select(static r => r.Revision));
    }

    [Fact]
    public void a_group_rule_that_held_nothing_for_long_is_flagged()
    {
        var since = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var rules = Domain.Groups.GroupRules.Default;
        var alerts = new Dictionary<string, long> { [rules[0].Id] = 3 };
        IReadOnlyList<string> Flagged(long before, DateTimeOffset? changed) =>
            [.. Api.Groups.GroupRuleEndpoints.Matches(new(1, rules, ChangedAt: changed), alerts, before, since).Where(static m => m.Flags.Count > 0).Select(static m => m.Rule)];
        Assert.Equal(rules.Skip(1).Select(static r => r.Id), Flagged(7, null));
        Assert.Empty(Flagged(0, null));
        Assert.Equal(rules.Skip(1).Select(static r => r.Id), Flagged(7, since.AddDays(-1)));
        Assert.Empty(Flagged(7, since.AddDays(1)));
    }

    [Fact]
    public async Task a_source_that_raises_the_severity_is_asked_again()
    {
        var client = await shared.Ledger.ClientAsync(Role.Engineer);
        const string id = "pain-07-raised";
        await MakeAsync(client, id);
        await Seeds.AlertAsync(shared.Ledger, id, "a", Seeds.Facts("One", "Low"));
        await ReplaceAsync(client, id, Wanted(id, severities: ["High"]), "", "\"1\"");
        await AppliedAsync(client, id, 2);
        await BalanceAsync(client, id, shown: 0, excluded: 1);
        var settings = new Domain.Connectors.Microsoft365Settings { Credentials = new() { ClientId = "c", TenantId = "t" }, EnabledSeverities = ["High"] };
        await Seeds.AlertAsync(shared.Ledger, id, "a", Seeds.Facts("One", "High"), version: "2", settings: settings);
        await BalanceAsync(client, id, shown: 1, excluded: 0);
    }

    [Fact]
    public async Task a_preview_that_cannot_be_made_says_what_to_do()
    {
        var client = await shared.Ledger.ClientAsync(Role.Engineer);
        const string id = "pain-07-bad";
        await MakeAsync(client, id);
        using var unknown = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/nobody/preview", Wanted("nobody"));
        Assert.Contains(
            "GET /api/v1/connectors names those", (await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var lookAround = await client.SendAsync(
            HttpMethod.Post, $"/api/v1/connectors/{id}/preview", Wanted(id, new { match = "expression", pattern = "(?=drill)" }));
        var problem = await lookAround.RefusedAsync(HttpStatusCode.BadRequest, "invalid-settings");
        Assert.Equal("exclusions.titles[0].pattern", problem.GetProperty("errors")[0].GetProperty("field").GetString());
        using var misspelt = await client.SendAsync(HttpMethod.Post, $"/api/v1/connectors/{id}/preview", Wanted(id, new { patern = "x", pattern = "x" }));
        Assert.Equal(
            "exclusions.titles[0].patern",
            (await misspelt.RefusedAsync(HttpStatusCode.BadRequest, "invalid-settings")).GetProperty("errors")[0].GetProperty("field").GetString());
        using var tooFar = await client.SendAsync(
            HttpMethod.Put, $"/api/v1/connectors/{id}?previewedAt=99999999", Wanted(id), ("If-Match", "\"1\""));
        await tooFar.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    private static object Wanted(string id, object? title = null, string[]? severities = null) => new
    {
        id,
        kind = "microsoft365",
        enabled = false,
        credentials = new { clientId = "11111111-2222-3333-4444-555555555555", tenantId = "contoso.onmicrosoft.com" },
        enabledSeverities = severities ?? [],
        exclusions = new { titles = title is null ? [] : new[] { title } },
    };

    private static async Task MakeAsync(HttpClient client, string id)
    {
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings(id));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    private static async Task ReplaceAsync(HttpClient client, string id, object settings, string query, string ifMatch)
    {
        using var put = await client.SendAsync(HttpMethod.Put, $"/api/v1/connectors/{id}{query}", settings, ("If-Match", ifMatch));
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
    }

    private static async Task<List<JsonElement>> PreviewAsync(HttpClient client, string id, object settings)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, $"/api/v1/connectors/{id}/preview", settings);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonDocument.Parse(l).RootElement)];
    }

    private static async Task<JsonElement> AppliedAsync(HttpClient client, string id, int revision)
    {
        for (var i = 0; i < 300; i++)
        {
            var view = await client.GetJsonAsync($"/api/v1/connectors/{id}/application");
            if (view.GetProperty("state").GetString() == "applied" && view.GetProperty("revision").GetInt32() == revision)
            {
                return view.GetProperty("application");
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Revision {revision} of {id} was not applied.");
    }

    private async Task BalanceAsync(HttpClient client, string id, long shown, long excluded)
    {
        var head = (await shared.Ledger.Database.Log.HeadAsync("default")).Position;
        var balance = (await client.GetJsonAsync($"/api/v1/connectors/{id}/dashboard?atLeast={head}")).GetProperty("conservation");
        Assert.Equal((shown, excluded), (balance.GetProperty("shown").GetInt64(), balance.GetProperty("excluded").GetInt64()));
        Assert.Equal(
            balance.GetProperty("ingested").GetInt64(),
            balance.GetProperty("shown").GetInt64() + balance.GetProperty("excluded").GetInt64() + balance.GetProperty("merged").GetInt64());
        var listed = await client.GetJsonAsync($"/api/v1/alerts?connector={id}&decision=excluded&atLeast={head}");
        Assert.Equal(excluded, listed.GetProperty("items").GetArrayLength());
    }

    private static (int Appear, int Vanish) Totals(JsonElement counts) => (counts.GetProperty("appear").GetInt32(), counts.GetProperty("vanish").GetInt32());
}
