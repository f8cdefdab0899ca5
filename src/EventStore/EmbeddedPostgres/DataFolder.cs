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

    private readonly FileStream hold;

    private DataFolder(string root, FileStream hold)
    {
        Root = root;
        this.hold = hold;
    }

    public string Root { get; }

    /// <summary>PostgreSQL's own data directory.</summary>
    public string Data => Path.Combine(Root, "pgdata");

    /// <summary>Where a new data directory is made before it takes its place, so that a half-made one is never started.</summary>
    public string Unfinished => Path.Combine(Root, "pgdata.new");

    public string PasswordFile => Path.Combine(Root, "pgdata.password");

    /// <summary>Makes the folder when it is missing and takes the lock.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process holds the lock.</exception>
    public static DataFolder Take(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Make(root);
        var lockFile = Path.Combine(root, "pgdata.lock");
        var holderFile = Path.Combine(root, "pgdata.holder");
        var taken = TryHold(lockFile) ?? throw InUse(root, File.Exists(holderFile) ? File.ReadAllText(holderFile) : "(unknown)");
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

    /// <summary>An empty folder that only its owner can enter.</summary>
    public static void MakeEmptyPrivate(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
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
