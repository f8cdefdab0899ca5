using System.Globalization;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>What <c>postmaster.pid</c> says: line 1 the process, line 2 its data directory, line 4 its port, line 8 its state.</summary>
internal sealed record PostmasterPid(int ProcessId, string Data, bool Ready, int Port = 0)
{
    public static string FileIn(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>The file's content; null when there is none or it is not whole yet.</summary>
    public static PostmasterPid? Read(string data)
    {
        try
        {
            return Parse(File.ReadAllLines(FileIn(data)));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static PostmasterPid? Parse(IReadOnlyList<string> lines) =>
        lines.Count >= 2 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && processId > 1
            ? new PostmasterPid(processId, lines[1].Trim(), lines.Count >= 8 && lines[7].Trim() == "ready", PortIn(lines))
            : null;

    private static int PortIn(IReadOnlyList<string> lines) =>
        lines.Count >= 4 && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
