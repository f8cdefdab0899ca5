using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.Api.Demo;

/// <summary>How a demo is run. Equal options give equal alerts.</summary>
public sealed record DemoOptions
{
    /// <summary>The folder for the database and the simulator's certificate authority.</summary>
    public string DataDirectory { get; init; } = Path.Combine(EmbeddedPostgresOptions.DefaultFolder, "demo");

    /// <summary>The port of the UI; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The seed of the alerts.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A folder with a <c>manifest.json</c> whose files are served in place of made-up alerts.</summary>
    public string? Samples { get; init; }

    /// <summary>Prints one line of JSON instead of the link.</summary>
    public bool Json { get; init; }
}
