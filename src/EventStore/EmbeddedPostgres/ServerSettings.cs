namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>The server's settings for a ledger on a small machine. Durability stays at PostgreSQL's own defaults: everything on.</summary>
internal static class ServerSettings
{
    private static readonly IReadOnlyDictionary<string, string> Ours = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["shared_buffers"] = "256MB",
        ["effective_cache_size"] = "1GB",
        ["work_mem"] = "16MB",
        ["maintenance_work_mem"] = "128MB",
        ["max_wal_size"] = "2GB",

        // The only method that these binaries were built with.
        ["wal_compression"] = "off",
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
    /// The command line of one start. Loopback TCP only: without a socket file there is no path limit and no stale socket lock, and
    /// where the server listens is not the caller's to change.
    /// </summary>
    public static IReadOnlyList<string> CommandLine(string data, int port, IReadOnlyDictionary<string, string> extra)
    {
        var settings = new Dictionary<string, string>(Ours, StringComparer.Ordinal);
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
