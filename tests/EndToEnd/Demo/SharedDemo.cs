using Dropzone.Ledger.EndToEnd.Processes;

namespace Dropzone.Ledger.EndToEnd.Demo;

/// <summary>One demo for the test classes that only use it.</summary>
public sealed class SharedDemo : IAsyncLifetime
{
    private readonly DataFolder folder = new();
    private RunningDemo? running;

    /// <summary>What a newcomer is promised.</summary>
    public static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);

    /// <summary>The demo, with alerts of both connectors on its list.</summary>
    public RunningDemo Running => running!;

    /// <summary>From the link to the alerts of both connectors.</summary>
    public TimeSpan ListedAfter { get; private set; }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        running = await RunningDemo.StartAsync(folder);
        ListedAfter = await running.AlertsOfAllConnectorsAsync(Promised);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
        }

        await folder.DisposeAsync();
    }
}

/// <summary>The test classes that share the demo and the browser.</summary>
[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<SharedDemo>, ICollectionFixture<Browsing.BrowserRun>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "one demo";
}
