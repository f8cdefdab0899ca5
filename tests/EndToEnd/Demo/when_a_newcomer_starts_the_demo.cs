using System.Net;
using System.Text.Json;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.EndToEnd.Simulation;
using Xunit.Abstractions;

namespace Dropzone.Ledger.EndToEnd.Demo;

[Collection(DemoCollection.Name)]
public sealed class when_a_newcomer_starts_the_demo(SharedDemo shared, ITestOutputHelper output)
{
    private static readonly TimeSpan AMinute = TimeSpan.FromSeconds(60);
    private readonly RunningDemo demo = shared.Running;

    [Fact]
    public void its_set_up_ends_by_itself_and_one_line_says_how_to_reach_it()
    {
        output.WriteLine($"ready after {demo.ReadyAfter.TotalSeconds:0.0} s");

        Assert.StartsWith("http://127.0.0.1:", demo.Ready.Text("url"), StringComparison.Ordinal);
        Assert.StartsWith($"{demo.Ready.Text("url")}/#", demo.Ready.Text("link"), StringComparison.Ordinal);
        Assert.StartsWith("dzl_", demo.Token, StringComparison.Ordinal);
        Assert.Equal(2, demo.Connectors.Count);
        Assert.Single(demo.Process.Output);
        Assert.Empty(demo.Process.Errors);
    }

    [Fact]
    public async Task alerts_of_both_connectors_are_listed_within_a_minute_of_the_link()
    {
        output.WriteLine($"listed {shared.ListedAfter.TotalSeconds:0.0} s after the link");
        Assert.InRange(shared.ListedAfter, TimeSpan.Zero, SharedDemo.Promised);

        var listed = await demo.Api.GetAsync("api/v1/alerts?limit=200");
        Assert.All(listed.Items(), alert => Assert.Contains(alert.Text("connector"), demo.Connectors));
        Assert.All(listed.Items(), alert => Assert.False(string.IsNullOrWhiteSpace(alert.Text("title"))));
        var kinds = (await demo.Api.GetAsync("api/v1/connectors")).Items().Select(connector => connector.Text("kind"));
        Assert.Equal(["microsoft365", "sentinel"], kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task every_number_of_the_dashboards_equals_the_record()
    {
        foreach (var connector in demo.Connectors)
        {
            var dashboard = await demo.Api.GetAsync($"api/v1/connectors/{connector}/dashboard");
            var events = await demo.Api.EventsAsync();
            var known = events.Where(e => e.Number("position") <= dashboard.Number("position")).ToList();
            var balance = dashboard.Field("conservation");
            output.WriteLine($"{connector} at {dashboard.Number("position")}: {balance}");

            var first = known.Where(e => e.Text("type") == "alert_ingested" && e.Field("data").Text("connector") == connector).ToList();
            Assert.Equal(first.Count, balance.Number("ingested"));
            Assert.Equal(balance.Number("ingested"), balance.Number("shown") + balance.Number("excluded") + balance.Number("merged"));
            Assert.Equal(
                first.GroupBy(e => e.Text("timestamp")[..10]).OrderBy(day => day.Key, StringComparer.Ordinal).Select(day => (day.Key, (long)day.Count())),
                dashboard.Field("days").EnumerateArray().Select(day => (day.Text("day"), day.Field("conservation").Number("ingested"))));
            Assert.Equal(first.Count, dashboard.Field("bySeverity").EnumerateArray().Sum(tally => tally.Field("conservation").Number("ingested")));
            Assert.Equal(Enumerable.Range(1, events.Count).Select(static n => (long)n), events.Select(e => e.Number("position")));
        }
    }

    [Fact]
    public async Task the_list_has_exactly_the_alerts_that_the_dashboards_count()
    {
        foreach (var state in (string[])["shown", "excluded", "merged"])
        {
            await Eventually.HoldsAsync($"list and dashboards agree on {state}", AMinute, async () => await CountOnListAsync(state) == await CountOnDashboardsAsync(state));
        }
    }

    [Fact]
    public async Task an_alert_that_is_published_later_appears()
    {
        var id = $"da{Guid.NewGuid():N}";
        await demo.Simulator.PublishAlertAsync(HandWrittenAlert.Json(id, $"A test wrote {id}", TimeProvider.System.GetUtcNow()));

        var appeared = await Eventually.Async("the published alert is listed", AMinute, async () =>
        {
            var found = (await demo.Api.GetAsync("api/v1/alerts?decision=all&limit=50&sort=-ingested")).Items().Where(alert => alert.Text("sourceId") == id).ToList();
            return found.Count == 0 ? null : found;
        });

        var alert = Assert.Single(appeared);
        Assert.Equal($"A test wrote {id}", alert.Text("title"));
        Assert.Equal("High", alert.Text("severity"), ignoreCase: true);
    }

    [Theory]
    [InlineData("api/v1/alerts")]
    [InlineData("api/v1/events")]
    [InlineData("api/v1/events/live")]
    [InlineData("api/v1/connectors")]
    [InlineData("api/v1/tokens")]
    [InlineData("api/v1/session")]
    public async Task nothing_of_the_ledger_is_answered_without_a_token(string path)
    {
        using var stranger = new LedgerApi(demo.Api.Address, token: null);
        await AssertIsRefusedAsync(await stranger.AskAsync(path));
    }

    [Fact]
    public async Task a_wrong_token_ends_in_a_problem_that_names_its_sort()
    {
        using var stranger = new LedgerApi(demo.Api.Address, "dzl_" + new string('A', 43));
        await AssertIsRefusedAsync(await stranger.AskAsync("api/v1/alerts"));
    }

    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("")]
    public async Task health_and_the_sign_in_page_are_answered_to_everybody(string path)
    {
        using var stranger = new LedgerApi(demo.Api.Address, token: null);
        using var answer = await stranger.AskAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task AssertIsRefusedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            Assert.Contains("sign-in-required", problem.Text("type"), StringComparison.Ordinal);
            Assert.Equal(401, problem.Number("status"));
        }
    }

    private async Task<long> CountOnListAsync(string state)
    {
        var count = 0L;
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await demo.Api.GetAsync($"api/v1/alerts?decision={state}&sort=ingested&limit=200&cursor={Uri.EscapeDataString(cursor)}");
            count += page.Items().Count;
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }

        return count;
    }

    private async Task<long> CountOnDashboardsAsync(string state) =>
        (await demo.Api.GetAsync("api/v1/dashboards")).Items().Sum(dashboard => dashboard.Field("conservation").Number(state));
}
