using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Browsing;

/// <summary>A page in a fresh browser session, with everything that the browser complained about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Visit(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"script: {error}");
        page.RequestFailed += (_, request) => complaints.Enqueue($"request: {request.Method} {request.Url} {request.Failure}");
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Console errors and warnings, script errors and failed requests until now.</summary>
    public IReadOnlyList<string> Complaints => [.. complaints];

    /// <summary>Breaches of accessibility rules that axe finds on the page, one line each.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityViolationsAsync()
    {
        // Evaluated by the debugger's protocol, which the page's content security policy does not concern.
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(BuildPaths.BrowserPackages, "axe-core", "axe.min.js")));
        var found = await Page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations)");
        using var violations = JsonDocument.Parse(found);
        return
        [
            .. violations.RootElement.EnumerateArray().Select(violation =>
                $"{violation.GetProperty("id").GetString()}: {violation.GetProperty("help").GetString()} at "
                + string.Join(", ", violation.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("target").ToString()))),
        ];
    }

    /// <summary>Takes a picture of the whole page into the test results.</summary>
    public Task ScreenshotAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(BuildPaths.TestResults(), $"{name}.png"), FullPage = true });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    internal static async Task<Visit> BeginAsync(IBrowserContext context) => new(context, await context.NewPageAsync());
}
