using Dropzone.Ledger.PostgresFixture;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>
/// A fresh place for one run of the product: its data folder and the master key that it puts beside it. Deleted when disposed.
/// </summary>
public sealed class DataFolder : IAsyncDisposable
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Makes the place so that the account of an embedded server can pass through it.</summary>
    public DataFolder()
    {
        Place = Directory.CreateDirectory(TemporaryData.Create()).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Place, Open);
        }
    }

    /// <summary>Where other files of the run may lie.</summary>
    public string Place { get; }

    /// <summary>The data folder, which the product itself makes.</summary>
    public string Path => System.IO.Path.Combine(Place, "data");

    /// <summary>The embedded server of a killed host ends by itself, some moments later; until then its files come back.</summary>
    public async ValueTask DisposeAsync() =>
        await Eventually.HoldsAsync($"the folder {Place} can be deleted", Patience, () => Task.FromResult(Delete()));

    private bool Delete()
    {
        if (File.Exists(System.IO.Path.Combine(Path, "pgdata", "postmaster.pid")))
        {
            return false;
        }

        Directory.Delete(Place, recursive: true);
        return true;
    }
}
