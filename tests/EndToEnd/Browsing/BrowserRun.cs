using Microsoft.Playwright;

namespace Dropzone.Ledger.EndToEnd.Browsing;

/// <summary>One browser for the test classes that share it.</summary>
public sealed class BrowserRun : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The version that runs.</summary>
    public string Version => browser!.Version;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var program = await BrowserProgram.FindAsync();
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program.Path,
            Env = program.Environment.Count == 0 ? null : Whole(program.Environment),
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A visitor with a session of its own.</summary>
    public async Task<Visit> VisitAsync(ViewportSize size, ColorScheme scheme)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = size,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await Visit.BeginAsync(context);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>The browser gets exactly the variables it is given, so ours come along.</summary>
    private static Dictionary<string, string> Whole(IReadOnlyDictionary<string, string> additions)
    {
        var whole = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            whole[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var (name, value) in additions)
        {
            whole[name] = value;
        }

        return whole;
    }
}
