using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Browsing;

/// <summary>A page in a fresh browser session, with everything that the browser complained about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentDictionary<string, byte> origins = new(StringComparer.Ordinal);

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
        page.Request += (_, request) => origins.TryAdd(new Uri(request.Url).GetLeftPart(UriPartial.Authority), default);
        page.RequestFailed += (_, request) =>
        {
            // The page takes back questions whose answers it no longer needs.
            if (request.Failure != "net::ERR_ABORTED")
            {
                complaints.Enqueue($"request: {request.Method} {request.Url} {request.Failure}");
            }
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Console errors and warnings, script errors and failed requests until now.</summary>
    public IReadOnlyList<string> Complaints => [.. complaints];

    /// <summary>Every origin that the page asked for something.</summary>
    public IReadOnlyList<string> Origins => [.. origins.Keys];

    /// <summary>Breaches of accessibility rules that axe finds on the page, one line each.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityViolationsAsync()
    {
        // Fluent's focus dummies are hidden on purpose and cannot be reached by a reader: they alone are left out.
        // Evaluated by the debugger's protocol, which the page's content security policy does not concern.
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(BuildPaths.BrowserPackages, "axe-core", "axe.min.js")));
        var found = await Page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run({ exclude: ['[data-tabster-dummy]'] })).violations)");
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
