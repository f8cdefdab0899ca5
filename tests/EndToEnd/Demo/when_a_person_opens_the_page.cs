using System.Collections.Concurrent;
using Dropzone.Ledger.EndToEnd.Browsing;
using Dropzone.Ledger.EndToEnd.Journeys;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.EndToEnd.Simulation;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Demo;

[Collection(DemoCollection.Name)]
public sealed class when_a_person_opens_the_page(SharedDemo shared, BrowserRun browser)
{
    private static readonly TimeSpan AMinute = TimeSpan.FromSeconds(60);
    private static readonly ViewportSize Desk = new() { Width = 1280, Height = 900 };
    private readonly RunningDemo demo = shared.Running;

    [BrowserFact]
    public async Task the_link_signs_in_once_and_shows_the_numbers_of_each_connector_live()
    {
        await using var visit = await browser.VisitAsync(Desk, ColorScheme.Light);
        await visit.Page.GotoAsync(demo.Ready.Text("link"));
        await ShowsCardsAsync(visit.Page);

        Assert.Equal(demo.Ready.Text("url") + "/", visit.Page.Url);
        await Assertions.Expect(visit.Page.GetByText("Live ·")).ToBeVisibleAsync();
        await Eventually.HoldsAsync("the page has the numbers of the dashboards", AMinute, async () => await BalancesOnPageAsync(visit.Page) is var shown
            && shown.SequenceEqual(await BalancesOfApiAsync()));

        await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByText("Alerts").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Grid, new() { Name = "Alerts" })).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("window.stayed = true");
        var title = $"Written by hand <b>{Guid.NewGuid():N}</b>";
        await demo.Simulator.PublishAlertAsync(HandWrittenAlert.Json($"da{Guid.NewGuid():N}", title, TimeProvider.System.GetUtcNow()));
        await Assertions.Expect(visit.Page.GetByText(title)).ToBeVisibleAsync(new() { Timeout = (float)AMinute.TotalMilliseconds });
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded again.");
        Assert.Empty(visit.Complaints);
        Assert.All(visit.Origins, origin => Assert.Equal(demo.Ready.Text("url"), origin));

        await using var second = await browser.VisitAsync(Desk, ColorScheme.Light);
        await second.Page.GotoAsync(demo.Ready.Text("link"));
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task what_the_first_page_shows_is_asked_for_early_and_nothing_twice_before()
    {
        await using var visit = await browser.SignedInAsync(demo, "/connectors");

        // The page that signed in hears of events, and may ask again while it is being left.
        await visit.Page.GotoAsync("about:blank");
        var asked = new ConcurrentQueue<string>();
        visit.Page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).PathAndQuery);
        await visit.Page.GotoAsync(demo.Ready.Text("url"), new() { WaitUntil = WaitUntilState.Commit });
        await visit.Page.Locator("article svg").First.WaitForAsync();
        var questions = asked.Where(static path => path.StartsWith("/api/", StringComparison.Ordinal) && !path.EndsWith("/live", StringComparison.Ordinal)).ToList();
        Assert.Equal("/api/v1/session", questions[0]);
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "/api/v1/session", "/api/v1/connectors", "/api/v1/dashboards", "/api/v1/connectors/sentinel/health" },
            new HashSet<string>(questions, StringComparer.Ordinal));

        // What grew stale meanwhile is asked for again, on a slow machine soon: but nothing before everything was asked for once.
        var once = questions.Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(once, questions.Take(once.Count));
    }

    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task every_width_and_scheme_can_be_read_by_everybody(int width, ColorScheme scheme)
    {
        await using var visit = await browser.VisitAsync(new ViewportSize { Width = width, Height = 900 }, scheme);
        await visit.Page.GotoAsync(demo.Ready.Text("url"));
        await Assertions.Expect(visit.Page.GetByLabel("Access token")).ToBeVisibleAsync();
        await AssertIsReadableAsync(visit, $"sign-in-{width}-{scheme}");

        await visit.Page.GetByLabel("Access token").FillAsync(demo.Token);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ShowsCardsAsync(visit.Page);
        var alert = (await demo.Api.GetAsync("api/v1/alerts?limit=1")).Items()[0].Text("id");
        foreach (var (name, path) in Pages(alert))
        {
            await visit.Page.GotoAsync(demo.Ready.Text("url") + path);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("Live ·")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator(".fui-Skeleton")).ToHaveCountAsync(0);
            await AssertIsReadableAsync(visit, $"{name}-{width}-{scheme}");
        }

        // A browser reports the question "am I signed in?" when the answer is no, and a name that the slider's styles keep for older browsers.
        Assert.All(visit.Complaints.Where(static c => !c.Contains("slider-vertical", StringComparison.Ordinal)), complaint => Assert.Contains("/api/v1/session", complaint, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, string Path)> Pages(string alert) =>
    [
        ("overview", "/"),
        ("alerts", "/alerts"),
        ("alert", $"/alerts/{alert}"),
        ("changes", "/changes"),
        ("excluded", "/excluded"),
        ("connectors", "/connectors"),
        ("connector", "/connectors/sentinel"),
        ("connector-settings", "/connectors/sentinel/settings"),
        ("connector-new", "/connectors/new/microsoft365"),
        ("tickets", "/tickets"),
        ("filters", "/filters"),
        ("revisions", "/filters?tab=revisions"),
        ("groups", "/filters?tab=groups"),
        ("ledger", "/ledger"),
        ("coverage", "/ledger?tab=coverage"),
        ("projections", "/projections"),
        ("activity", "/settings"),
        ("roles", "/settings?tab=roles"),
        ("tokens", "/settings?tab=tokens"),
    ];

    private static async Task AssertIsReadableAsync(Visit visit, string name)
    {
        await visit.ScreenshotAsync(name);
        await AssertIsAccessibleAsync(visit, name);
        Assert.True(
            await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{name} is wider than the window.");
    }

    private static async Task AssertIsAccessibleAsync(Visit visit, string name)
    {
        var violations = await visit.AccessibilityViolationsAsync();
        Assert.True(violations.Count == 0, $"{name}: {string.Join('\n', violations)}");
    }

    private async Task ShowsCardsAsync(IPage page)
    {
        foreach (var connector in (await demo.Api.GetAsync("api/v1/connectors")).Items())
        {
            await Assertions.Expect(page.Locator("article", new() { HasText = connector.Text("id") }).First).ToBeVisibleAsync();
        }
    }

    private static async Task<IEnumerable<string>> BalancesOnPageAsync(IPage page)
    {
        var labels = new List<string>();
        foreach (var balance in await page.Locator("article [role=group]").AllAsync())
        {
            labels.Add(await balance.GetAttributeAsync("aria-label") ?? "");
        }

        return labels.Order(StringComparer.Ordinal);
    }

    private async Task<IEnumerable<string>> BalancesOfApiAsync() =>
        (await demo.Api.GetAsync("api/v1/dashboards")).Items().Select(static dashboard => dashboard.Field("conservation")).Select(static balance =>
            $"{balance.Number("ingested")} ingested equals {balance.Number("shown")} shown plus {balance.Number("excluded")} excluded "
            + $"plus {balance.Number("merged")} merged").Order(StringComparer.Ordinal);
}
