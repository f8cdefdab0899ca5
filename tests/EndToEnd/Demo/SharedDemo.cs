using Dropzone.Ledger.EndToEnd.Processes;

namespace Dropzone.Ledger.EndToEnd.Demo;

/// <summary>One demo for the test classes that only use it.</summary>
public sealed class SharedDemo : IAsyncLifetime
{
    private readonly DataFolder folder = new();
    private RunningDemo? running;

    /// <summary>The demo.</summary>
    public RunningDemo Running => running!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => running = await RunningDemo.StartAsync(folder);

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
