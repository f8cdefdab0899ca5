using System.Diagnostics;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>How the built product is started: <c>dotnet ledger.dll</c>, with nothing of this process's ledger settings.</summary>
internal static class LedgerProgram
{
    /// <summary>A start with redirected output that is not running yet.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(DotNet, ["exec", BuildPaths.LedgerProgram, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var inherited in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>The host that runs these tests, so that a private SDK works too.</summary>
    private static string DotNet => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet"
        ? self
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static bool IsOurs(string variable) =>
        variable.StartsWith("LEDGER", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_STARTUP_HOOKS", StringComparison.OrdinalIgnoreCase);
}
