namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>The server's settings for a ledger that shares its machine. Durability stays at PostgreSQL's own defaults: everything on.</summary>
internal static class ServerSettings
{
    private const long Megabyte = 1 << 20;
    private const int PartOfMemory = 16, LeastMegabytes = 256, MostMegabytes = 2048;

    private static readonly IReadOnlyDictionary<string, string> Ours = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["effective_cache_size"] = "1GB",
        ["work_mem"] = "16MB",
        ["maintenance_work_mem"] = "128MB",
        ["max_wal_size"] = "4GB",

        // The only method that these binaries were built with.
        ["wal_compression"] = "pglz",
        ["random_page_cost"] = "1.1",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["lc_messages"] = "C",

        // The log must not hold what is in the ledger: no failed statements, no values, no details.
        ["log_min_messages"] = "log",
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
        ["log_line_prefix"] = "",
    };

    /// <summary>
    /// The memory in which the server keeps pages, for a machine (or container) of so many bytes: the indexes by ids and streams are met in no order, so that an
    /// append slows down once they do not fit.
    /// </summary>
    public static string SharedBuffers(long memory) => $"{Math.Clamp(memory / Megabyte / PartOfMemory, LeastMegabytes, MostMegabytes)}MB";

    /// <summary>
    /// The command line of one start. Loopback TCP only: without a socket file there is no path limit and no stale socket lock, and
    /// where the server listens is not the caller's to change.
    /// </summary>
    public static IReadOnlyList<string> CommandLine(string data, int port, IReadOnlyDictionary<string, string> extra)
    {
        var settings = new Dictionary<string, string>(Ours, StringComparer.Ordinal)
        {
            ["shared_buffers"] = SharedBuffers(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
        };
        foreach (var (name, value) in extra)
        {
            settings[name] = value;
        }

        settings["listen_addresses"] = "127.0.0.1";
        settings["port"] = $"{port}";
        settings["unix_socket_directories"] = "";
        return ["-D", data, .. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])];
    }
}
