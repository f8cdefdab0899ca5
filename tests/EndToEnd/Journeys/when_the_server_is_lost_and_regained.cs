using Dropzone.Ledger.EndToEnd.Browsing;
using Dropzone.Ledger.EndToEnd.Demo;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.EndToEnd.Simulation;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Journeys;

public sealed class when_the_server_is_lost_and_regained(BrowserRun browser) : IClassFixture<BrowserRun>
{
    // Several demos run side by side here, each with its own servers, on as few as two cores.
    private const float Patience = 180_000;

    [BrowserFact]
    public async Task the_page_says_so_keeps_what_it_shows_and_goes_on_by_itself()
    {
        await using var folder = new DataFolder();
        var port = 0;
        var first = await RunningDemo.StartAsync(folder);
        await using (first)
        {
            await first.AlertsOfAllConnectorsAsync(SharedDemo.Promised);
            port = new Uri(first.Ready.Text("url")).Port;
            await using var visit = await browser.SignedInAsync(first, "/alerts");
            var page = visit.Page;
            await Assertions.Expect(page.GetByRole(AriaRole.Row).Nth(5)).ToBeVisibleAsync();
            await page.EvaluateAsync("window.stayed = true");

            first.Process.Kill();
            await Assertions.Expect(page.GetByText("Live is lost")).ToBeVisibleAsync(new() { Timeout = Patience });
            await Assertions.Expect(page.GetByRole(AriaRole.Row).Nth(5)).ToBeVisibleAsync();

            await using var second = await RunningDemo.StartAsync(folder, port);
            await Assertions.Expect(page.GetByText("Live ·")).ToBeVisibleAsync(new() { Timeout = Patience });
            var title = $"After the server came back {Guid.NewGuid():N}";

            // What the source collected meanwhile arrives too, more than a screen of it: the page is asked for this one alone, and must find it by itself.
            await page.GetByRole(AriaRole.Searchbox).FillAsync(title);
            await Assertions.Expect(page.GetByText("No alert matches")).ToBeVisibleAsync(new() { Timeout = Patience });
            await second.Simulator.PublishAlertAsync(HandWrittenAlert.Json($"da{Guid.NewGuid():N}", title, TimeProvider.System.GetUtcNow()));
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = title })).ToBeVisibleAsync(new() { Timeout = Patience });
            Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded again.");
        }
    }
}
