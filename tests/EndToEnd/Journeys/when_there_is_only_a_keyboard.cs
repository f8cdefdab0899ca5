using System.Text.RegularExpressions;
using Dropzone.Ledger.EndToEnd.Browsing;
using Dropzone.Ledger.EndToEnd.Demo;
using Dropzone.Ledger.EndToEnd.Processes;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Journeys;

[Collection(DemoCollection.Name)]
public sealed partial class when_there_is_only_a_keyboard(SharedDemo shared, BrowserRun browser)
{
    private readonly RunningDemo demo = shared.Running;

    [BrowserFact]
    public async Task the_first_journey_from_the_token_to_a_closed_investigation_needs_no_pointer()
    {
        await using var visit = await browser.VisitAsync(new ViewportSize { Width = 1280, Height = 900 }, ColorScheme.Light);
        var page = visit.Page;
        var keyboard = new Keyboard(page);
        var settings = (await demo.Api.GetAsync("api/v1/connectors/sentinel")).Field("settings");
        var workspace = settings.Field("workspaces")[0];
        var (clientId, secret) = await demo.Simulator.RegisterSentinelReaderAsync("keyboard");
        var id = $"keys-{Guid.NewGuid():N}"[..20];

        await page.GotoAsync(demo.Ready.Text("url"));
        await keyboard.WriteAsync("Access token", demo.Token);
        await page.Keyboard.PressAsync("Enter");

        await keyboard.PressAsync("Connectors");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Available" })).ToBeVisibleAsync();
        await keyboard.PressAsync("Add Microsoft Sentinel");
        await keyboard.WriteAsync("ID", id);
        await keyboard.ChooseAsync("Cloud", "simulator");
        await keyboard.WriteAsync("Client ID", clientId);
        await keyboard.WriteAsync("Tenant ID", settings.Field("credentials").Text("tenantId"));
        await keyboard.WriteAsync("Client secret", "wrong");
        await keyboard.WriteAsync("Workspace name", workspace.Text("name"));
        await keyboard.WriteAsync("Workspace ID", workspace.Text("workspaceId"));
        await keyboard.WriteAsync("Subscription ID", workspace.Text("subscriptionId"));
        await keyboard.WriteAsync("Resource group", workspace.Text("resourceGroup"));
        await keyboard.PressAsync("Test and save");
        await Assertions.Expect(page.GetByText("What to do:").First).ToBeVisibleAsync();
        Assert.Contains("/connectors/new/sentinel", page.Url, StringComparison.Ordinal);

        await keyboard.WriteAsync("Client secret", secret);
        await keyboard.PressAsync("Test and save");
        await page.WaitForURLAsync($"**/connectors/{id}");

        await keyboard.PressAsync("Alerts");
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "Alerts" }).GetByRole(AriaRole.Row).Nth(3)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        Assert.Equal("alert-search", await page.EvaluateAsync<string>("document.activeElement.id"));
        await keyboard.ReachAsync("Alerts");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        var row = page.Locator($"#{Regex.Escape(await page.Locator("#alert-rows").GetAttributeAsync("aria-activedescendant") ?? "")}");
        var title = await row.GetByRole(AriaRole.Link).InnerTextAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);

        await keyboard.ChooseAsync("Status", "Closed");
        await keyboard.WriteAsync("Reason", "Nothing but a keyboard");
        await keyboard.PressAsync("Set the status");
        await Assertions.Expect(page.GetByText(ClosedByHand()).First).ToBeVisibleAsync();
    }

    [GeneratedRegex("Closed · Benign")]
    private static partial Regex ClosedByHand();
}
