using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Dropzone.Ledger.EndToEnd.Browsing;

/// <summary>
/// The Chromium of the npm package, unpacked once a user and version below the temporary folder. A copy is complete before it takes its
/// name, so that several test processes may make it at once.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class BrowserPackage
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder with <c>chromium</c>, its graphics libraries beside it, and <c>lib</c> with the system libraries that it needs.</summary>
    /// <exception cref="PlatformNotSupportedException">The package has no browser for this machine.</exception>
    public static async Task<string> UnpackAsync()
    {
        var source = Path.Combine(BuildPaths.BrowserPackages, "@sparticuz", "chromium");
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException(
                "The browser of the tests runs on 64-bit Intel Linux. Name a Chromium in LEDGER_TEST_BROWSER to run them here.");
        }

        var home = await OwnFolderAsync();
        var target = Path.Combine(home, VersionOf(source));
        if (Directory.Exists(target))
        {
            return target;
        }

        var unfinished = Directory.CreateDirectory($"{target}.{Environment.ProcessId}.partial").FullName;
        var compressed = Path.Combine(source, "bin");
        await ExtractAsync(Path.Combine(compressed, "swiftshader.tar.br"), unfinished);
        await ExtractAsync(Path.Combine(compressed, "al2023.tar.br"), unfinished);
        await ExtractAsync(Path.Combine(compressed, "fonts.tar.br"), unfinished);
        await DecompressAsync(Path.Combine(compressed, "chromium.br"), Path.Combine(unfinished, "chromium"));
        return TakePlace(unfinished, target);
    }

    private static string TakePlace(string unfinished, string target)
    {
        try
        {
            Directory.Move(unfinished, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another test process was first; its copy is the same.
            Directory.Delete(unfinished, recursive: true);
        }

        return target;
    }

    /// <summary>Who can plant a program in this folder runs code as us: it must belong to us and be closed to all others.</summary>
    private static async Task<string> OwnFolderAsync()
    {
        var home = Path.Combine(Path.GetTempPath(), $"dropzone-ledger-browser-{Environment.UserName}");
        Directory.CreateDirectory(home, OwnerOnly);
        using var find = Process.Start(new ProcessStartInfo("find", [home, "-maxdepth", "0", "-type", "d", "-perm", "700", "-user", Environment.UserName])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var found = await find.StandardOutput.ReadToEndAsync();
        await find.WaitForExitAsync();
        return found.Trim() == home
            ? home
            : throw new UnauthorizedAccessException($"{home} is not used, because other users could have changed it: delete it, and it will be made again.");
    }

    private static string VersionOf(string source) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, "package.json"))))[..16];

    private static async Task ExtractAsync(string archive, string folder)
    {
        await using var brotli = new BrotliStream(File.OpenRead(archive), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(brotli, folder, overwriteFiles: true);
    }

    private static async Task DecompressAsync(string archive, string program)
    {
        await using var brotli = new BrotliStream(File.OpenRead(archive), CompressionMode.Decompress);
        await using var file = new FileStream(program, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        await brotli.CopyToAsync(file);
    }
}
