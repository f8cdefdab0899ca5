using Dropzone.Ledger.EndToEnd.Browsing;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd;

public sealed class when_the_browser_is_started(BrowserRun browser) : IClassFixture<BrowserRun>
{
    [BrowserFact]
    public async Task it_renders_and_axe_finds_a_planted_fault()
    {
        await using var visit = await browser.VisitAsync(new ViewportSize { Width = 390, Height = 844 }, ColorScheme.Dark);
        await visit.Page.SetContentAsync("<html lang=en><title>x</title><main><h1>x</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>");

        var violations = await visit.AccessibilityViolationsAsync();

        Assert.Contains(violations, violation => violation.StartsWith("image-alt", StringComparison.Ordinal));
        Assert.True(await visit.Page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches && innerWidth === 390"));
    }
}
