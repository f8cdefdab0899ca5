using System.Security.Cryptography;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>The 32 bytes under which connector secrets are sealed.</summary>
public sealed class MasterKey
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly byte[] key;

    private MasterKey(byte[] key) => this.key = key;

    internal ReadOnlySpan<byte> Bytes => key;

    /// <summary>
    /// Reads the key file: base64 of 32 bytes, readable by nobody else, outside the data folder (a copy of the data must not carry the key).
    /// </summary>
    public static MasterKeyReading Read(string path, string? dataDirectory)
    {
        var full = Path.GetFullPath(path);
        if (dataDirectory is not null && IsInside(full, Path.GetFullPath(dataDirectory)))
        {
            return new MasterKeyReading.Refused($"The master key file {full} lies inside the data folder; keep it elsewhere.");
        }

        if (!File.Exists(full))
        {
            return new MasterKeyReading.Refused(
                $"There is no master key file {full}. Make one: head -c 32 /dev/urandom | base64 > {full} && chmod 600 {full}");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(full) & ~OwnerOnly) != UnixFileMode.None)
        {
            return new MasterKeyReading.Refused($"Others may read the master key file {full}. Run: chmod 600 {full}");
        }

        var bytes = new byte[33];
        return Convert.TryFromBase64String(File.ReadAllText(full).Trim(), bytes, out var written) && written == 32
            ? new MasterKeyReading.Loaded(new MasterKey(bytes[..32]))
            : new MasterKeyReading.Refused($"The master key file {full} must hold 32 bytes as base64 (44 characters).");
    }

    /// <summary>Reads the key file, and makes it when it does not exist. Only for the embedded database; <paramref name="made"/> is to be told.</summary>
    public static MasterKeyReading ReadOrMake(string path, string? dataDirectory, out bool made)
    {
        var full = Path.GetFullPath(path);
        made = false;
        if (!File.Exists(full) && (dataDirectory is null || !IsInside(full, Path.GetFullPath(dataDirectory))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var file = new StreamWriter(full, options);
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            made = true;
        }

        return Read(full, dataDirectory);
    }

    /// <summary>A key that lives as long as this process, for a run whose data does not outlive it.</summary>
    public static MasterKey Passing() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Never the key.</summary>
    public override string ToString() => "(master key)";

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>The outcome of reading the master key.</summary>
public abstract record MasterKeyReading
{
    private MasterKeyReading()
    {
    }

    /// <summary>The key.</summary>
    public sealed record Loaded(MasterKey Key) : MasterKeyReading;

    /// <summary>Why there is none, with what to do.</summary>
    public sealed record Refused(string Reason) : MasterKeyReading;
}
