using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>
/// The data folder, held by this process until disposed. The lock is the kernel's (flock): it ends with the process, however that ends.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Open = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string UnfinishedPrefix = "pgdata.new-";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    private readonly FileStream hold;

    private DataFolder(string root, FileStream hold)
    {
        Root = root;
        Unfinished = Path.Combine(root, $"{UnfinishedPrefix}{Guid.NewGuid():N}");
        this.hold = hold;
    }

    public string Root { get; }

    /// <summary>PostgreSQL's own data directory.</summary>
    public string Data => Path.Combine(Root, "pgdata");

    /// <summary>
    /// Where a new data directory is made before it takes its place, so that a half-made one is never started. The name is new each
    /// time: an initdb whose host was killed may still be writing to its own.
    /// </summary>
    public string Unfinished { get; }

    public string PasswordFile => Path.Combine(Root, "pgdata.password");

    /// <summary>
    /// Makes the folder when it is missing and takes the lock. A holder that was just killed needs some moments until the kernel has
    /// taken its lock away, hence the patience.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">Another process holds the lock.</exception>
    public static async Task<DataFolder> TakeAsync(string path, CancellationToken cancellation)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Make(root);
        var lockFile = Path.Combine(root, "pgdata.lock");
        var holderFile = Path.Combine(root, "pgdata.holder");
        var taken = await HoldAsync(lockFile, cancellation) ?? throw InUse(root, File.Exists(holderFile) ? File.ReadAllText(holderFile) : "(unknown)");
        try
        {
            WritePrivate(holderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolder(root, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public static EmbeddedPostgresException InUse(string root, string processId) => new(
        EmbeddedPostgresRefusal.DataFolderInUse,
        $"The data folder {root} is in use by process {processId}. Stop that process, or choose another data folder.");

    /// <summary>The kept password, or null when there is none yet.</summary>
    public string? ReadPassword() => File.Exists(PasswordFile) ? File.ReadAllText(PasswordFile).Trim() : null;

    /// <summary>Makes and keeps a password of 256 random bits.</summary>
    public string CreatePassword()
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        WritePrivate(PasswordFile, password);
        return password;
    }

    /// <summary>Makes <see cref="Unfinished"/>, empty and closed to all but its owner, and deletes what earlier tries left.</summary>
    public void MakeUnfinished()
    {
        foreach (var left in Directory.EnumerateDirectories(Root, UnfinishedPrefix + "*"))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // An orphaned initdb is still writing: the next start finds it.
            }
        }

        Directory.CreateDirectory(Unfinished, OwnerOnly);
        File.SetUnixFileMode(Unfinished, OwnerOnly);
    }

    public void Dispose() => hold.Dispose();

    /// <summary>
    /// Modes are set after creation, since the process's umask is cut from those given at creation. Root's folders must let the
    /// server's account pass; what lies inside is 0700 and 0600.
    /// </summary>
    private static void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var missing = new Stack<string>();
        for (var at = Path.GetDirectoryName(folder); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (var parent in missing)
        {
            Directory.CreateDirectory(parent);
            if (Environment.IsPrivilegedProcess)
            {
                File.SetUnixFileMode(parent, Open);
            }
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        File.SetUnixFileMode(folder, Environment.IsPrivilegedProcess ? Passable : OwnerOnly);
    }

    private static async Task<FileStream?> HoldAsync(string lockFile, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Step);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Step)
        {
            if (TryHold(lockFile) is { } held)
            {
                return held;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        return null;
    }

    private static FileStream? TryHold(string lockFile)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerFile, BufferSize = 0,
        };
        try
        {
            return new FileStream(lockFile, options);
        }
        catch (IOException) when (IsHeld(lockFile))
        {
            return null;
        }
    }

    /// <summary>Tells a held lock from a full or read-only disk: there a reader still gets the lock.</summary>
    private static bool IsHeld(string lockFile)
    {
        try
        {
            using var taker = new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return File.Exists(lockFile);
        }
    }

    private static void WritePrivate(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerFile };
        using var file = new StreamWriter(path, options);
        file.Write(content);
    }
}
