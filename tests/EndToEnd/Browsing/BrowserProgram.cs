using System.Runtime.InteropServices;

namespace Dropzone.Ledger.EndToEnd.Browsing;

/// <summary>Which browser is started, and with which additions to its environment.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Environment">Variables for it alone.</param>
internal sealed record BrowserProgram(string Path, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>A path of a Chromium; or <c>npm</c> for the package's, even where the system has one.</summary>
    private const string Variable = "LEDGER_TEST_BROWSER";

    private const string Installed = "/usr/bin/chromium";

    /// <summary>The one that the environment names; else the system's; else that of the npm package.</summary>
    public static async Task<BrowserProgram> FindAsync()
    {
        var wanted = System.Environment.GetEnvironmentVariable(Variable);
        if (wanted is { Length: > 0 } and not "npm")
        {
            return new BrowserProgram(wanted, new Dictionary<string, string>());
        }

        if (wanted is null && File.Exists(Installed))
        {
            return new BrowserProgram(Installed, new Dictionary<string, string>());
        }

        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException($"Name a Chromium in {Variable} to run the page's tests here.");
        }

        var folder = await BrowserPackage.UnpackAsync();
        return new BrowserProgram(System.IO.Path.Combine(folder, "chromium"), Additions(folder));
    }

    /// <summary>Why no browser can be started here, in one line; null when one can, and where <c>CI</c> is set, so that its absence fails there.</summary>
    public static string? WhyNone() =>
        System.Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || !OperatingSystem.IsWindows() && RuntimeInformation.OSArchitecture == Architecture.X64
        || File.Exists(System.Environment.GetEnvironmentVariable(Variable) ?? Installed)
            ? null
            : $"No browser: install Chromium and put its path into {Variable}.";

    /// <summary>What the system lacks comes from the package: the NSS libraries and a font.</summary>
    private static Dictionary<string, string> Additions(string folder)
    {
        var additions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Loads("libnss3.so") || !Loads("libnssutil3.so") || !Loads("libnspr4.so") || !Loads("libexpat.so.1"))
        {
            additions["LD_LIBRARY_PATH"] = System.IO.Path.Combine(folder, "lib");
        }

        if (!Directory.Exists("/usr/share/fonts"))
        {
            var configuration = System.IO.Path.Combine(folder, "fonts", "own.conf");
            File.WriteAllText(configuration, $"<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>");
            additions["FONTCONFIG_FILE"] = configuration;
        }

        return additions;
    }

    private static bool Loads(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }
}
