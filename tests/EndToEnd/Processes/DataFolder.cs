using Dropzone.Ledger.PostgresFixture;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>A fresh data folder of the product, deleted when disposed.</summary>
public sealed class DataFolder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The folder, which the product itself makes.</summary>
    public string Path { get; } = TemporaryData.Create();

    /// <summary>The embedded server of a killed host ends by itself, some moments later; until then its files come back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path))
        {
            await Eventually.HoldsAsync($"the data folder {Path} can be deleted", Patience, () => Task.FromResult(Delete()));
        }
    }

    private bool Delete()
    {
        if (File.Exists(System.IO.Path.Combine(Path, "pgdata", "postmaster.pid")))
        {
            return false;
        }

        Directory.Delete(Path, recursive: true);
        return true;
    }
}
