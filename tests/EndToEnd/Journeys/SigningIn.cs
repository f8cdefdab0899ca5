using Dropzone.Ledger.EndToEnd.Browsing;
using Dropzone.Ledger.EndToEnd.Demo;
using Dropzone.Ledger.EndToEnd.Processes;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Journeys;

/// <summary>Visitors who are past the door.</summary>
internal static class SigningIn
{
    /// <summary>A visitor with the admin's session on a page of the demo, which is live.</summary>
    public static async Task<Visit> SignedInAsync(this BrowserRun browser, RunningDemo demo, string path)
    {
        var visit = await browser.VisitAsync(new ViewportSize { Width = 1280, Height = 900 }, ColorScheme.Light);
        var url = demo.Ready.Text("url");
        var answer = await visit.Page.APIRequest.PostAsync($"{url}/api/v1/session", new()
        {
            DataObject = new { token = demo.Token },
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Origin"] = url, ["X-Ledger"] = "page" },
        });
        Assert.True(answer.Ok, await answer.TextAsync());
        await visit.Page.GotoAsync(url + path);
        await Assertions.Expect(visit.Page.GetByText("Live ·")).ToBeVisibleAsync();
        return visit;
    }
}
