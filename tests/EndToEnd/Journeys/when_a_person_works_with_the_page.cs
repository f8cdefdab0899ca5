using Dropzone.Ledger.EndToEnd.Browsing;
using Dropzone.Ledger.EndToEnd.Demo;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.EndToEnd.Simulation;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Journeys;

[Collection(DemoCollection.Name)]
public sealed class when_a_person_works_with_the_page(SharedDemo shared, BrowserRun browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions AMinute = new() { Timeout = 60_000 };
    private readonly RunningDemo demo = shared.Running;

    [BrowserFact]
    public async Task a_microsoft365_connector_is_tested_with_a_wrong_secret_corrected_saved_and_brings_alerts()
    {
        await using var visit = await SignedInAsync("/connectors");
        var page = visit.Page;
        var (clientId, secret) = await demo.Simulator.RegisterAlertReaderAsync("page");
        var tenantId = (await demo.Api.GetAsync("api/v1/connectors/defender")).Field("settings").Field("credentials").Text("tenantId");
        var id = $"page-{Guid.NewGuid():N}"[..20];

        await page.GetByRole(AriaRole.Button, new() { Name = "Add Microsoft 365" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "ID", Exact = true }).FillAsync(id);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Cloud" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "simulator" }).ClickAsync();
        await page.GetByLabel("Client ID").FillAsync(clientId);
        await page.GetByLabel("Tenant ID").FillAsync(tenantId);
        await page.GetByLabel("Client secret").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test only" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Something is missing.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("What to do:").First).ToBeVisibleAsync();

        await page.GetByLabel("Client secret").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show a sample" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Sample of alerts" }).GetByText("Shown").First).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityViolationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Test and save" }).ClickAsync();
        await page.WaitForURLAsync($"**/connectors/{id}");

        // The form stays in sight until the next page is there.
        await Assertions.Expect(page.GetByLabel("Client secret")).ToHaveCountAsync(0);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync($"{demo.Ready.Text("url")}/alerts?connector={id}&decision=all");
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "Alerts" })).ToBeVisibleAsync(AMinute);

        await demo.Api.PostAsync($"api/v1/connectors/{id}/disable", """{"reason":"The test is over"}""");
    }

    [BrowserFact]
    public async Task alerts_are_excluded_by_title_after_a_preview_that_says_how_many()
    {
        var title = $"Backup agent <i>restarted</i> {Guid.NewGuid():N}";
        await demo.Simulator.PublishAlertAsync(HandWrittenAlert.Json($"da{Guid.NewGuid():N}", title, TimeProvider.System.GetUtcNow()));
        await using var visit = await SignedInAsync("/alerts");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Row, new() { Name = title }).ClickAsync(new() { Timeout = AMinute.Timeout });
        await page.GetByRole(AriaRole.Button, new() { Name = "Exclude alerts like this" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("Planned work");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("−1 would vanish")).ToBeVisibleAsync();
        await Assertions.Expect(dialog.GetByText("+0 would appear")).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityViolationsAsync());
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("is applied: 0 appeared, 1 vanished")).ToBeVisibleAsync(AMinute);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Excluded by").First).ToBeVisibleAsync();

        await page.GotoAsync($"{demo.Ready.Text("url")}/excluded");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = title })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task an_investigation_is_changed_and_its_ticket_is_written()
    {
        var incident = (await demo.Api.GetAsync("api/v1/alerts?connector=sentinel&limit=200")).Items()
            .First(static alert => alert.Text("kind") == "sentinel-incident" && alert.Field("investigation").Text("status") == "Queued");
        await using var visit = await SignedInAsync($"/alerts/{incident.Text("id")}");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Status" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Closed" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("Seen by a person");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the status" }).ClickAsync();
        var written = page.GetByRole(AriaRole.List, new() { Name = "Write-backs of this alert" });
        await Assertions.Expect(written.GetByText("Written")).ToBeVisibleAsync(AMinute);
        await written.GetByText("Fields before and after").ClickAsync();
        await Assertions.Expect(written.GetByRole(AriaRole.Columnheader, new() { Name = "The ticket has" })).ToBeVisibleAsync();

        await page.GotoAsync($"{demo.Ready.Text("url")}/tickets?state=written");
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Write-backs" }).GetByText("Closed, benign positive").First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task a_rebuild_shows_its_progress_and_ends_in_a_certificate()
    {
        await using var visit = await SignedInAsync("/projections");
        var page = visit.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Read models" })).ToBeVisibleAsync();
        var before = await page.GetByText("Same content", new() { Exact = true }).CountAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Work" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "gently" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild Activity" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Same content", new() { Exact = true })).ToHaveCountAsync(before + 1, new() { Timeout = AMinute.Timeout });
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [BrowserFact]
    public async Task an_alert_and_the_dashboards_are_seen_as_they_stood()
    {
        var id = (await demo.Api.GetAsync("api/v1/alerts?connector=defender&limit=200")).Items()
            .First(static alert => alert.Field("investigation").Text("status") == "Queued").Text("id");
        var changed = await demo.Api.PostAsync($"api/v1/alerts/{id}/investigation", """{"status":"InProgress","reason":"Began to look"}""");
        await using var visit = await SignedInAsync($"/alerts/{changed.Text("alert")}");
        var page = visit.Page;
        var work = page.GetByRole(AriaRole.Region, new() { Name = "Investigation" });
        await Assertions.Expect(work.GetByRole(AriaRole.Combobox, new() { Name = "Status" })).ToHaveTextAsync("In progress");

        await page.GetByRole(AriaRole.Slider, new() { Name = "Back in time" }).PressAsync("Home");
        await Assertions.Expect(page.GetByText("You see what was known at")).ToBeVisibleAsync();
        await Assertions.Expect(work.GetByText("Queued")).ToBeVisibleAsync();
        await Assertions.Expect(work.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(await visit.AccessibilityViolationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to now" }).ClickAsync();
        await Assertions.Expect(work.GetByRole(AriaRole.Combobox, new() { Name = "Status" })).ToHaveTextAsync("In progress");

        const int then = 200;
        var stood = (await demo.Api.GetAsync($"api/v1/dashboards?asOf={then}")).Items()[0].Field("conservation");
        await page.GotoAsync($"{demo.Ready.Text("url")}/?asOf={then}");
        await Assertions.Expect(page.GetByText("You see what was known at")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new()
        {
            Name = $"{stood.Number("ingested")} ingested equals {stood.Number("shown")} shown plus {stood.Number("excluded")} excluded plus {stood.Number("merged")} merged",
        }).First).ToBeVisibleAsync();

        await page.GotoAsync($"{demo.Ready.Text("url")}/changes?from={then}");
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Changes" }).GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
        await page.GetByText("Every number that differs").First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table).GetByText("Severity: High").First).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityViolationsAsync());
    }

    private Task<Visit> SignedInAsync(string path) => browser.SignedInAsync(demo, path);
}
