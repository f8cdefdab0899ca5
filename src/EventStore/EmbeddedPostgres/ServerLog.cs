using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>Reads what the server prints until it ends: the last lines are kept for a failed start, all go to the logger.</summary>
internal sealed class ServerLog
{
    private const int Kept = 40;

    private readonly Queue<string> last = new();
    private readonly ILogger? logger;
    private readonly Lock gate = new();

    public ServerLog(Process process, ILogger? logger)
    {
        this.logger = logger;
        Ended = ReadAsync(process.StandardError);
    }

    /// <summary>Completes when every process that could print has ended.</summary>
    public Task Ended { get; }

    public IReadOnlyList<string> Last
    {
        get
        {
            lock (gate)
            {
                return [.. last];
            }
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (gate)
            {
                last.Enqueue(line);
                if (last.Count > Kept)
                {
                    last.Dequeue();
                }
            }

            logger?.Log(LevelOf(line), "postgres: {Line}", line);
        }
    }

    private static LogLevel LevelOf(string line) =>
        line.StartsWith("FATAL:", StringComparison.Ordinal) || line.StartsWith("PANIC:", StringComparison.Ordinal)
            ? LogLevel.Warning
            : LogLevel.Debug;
}
