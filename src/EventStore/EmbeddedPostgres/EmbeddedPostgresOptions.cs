using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>How one embedded PostgreSQL server is to be run.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// The folder that holds <c>pgdata</c> (0700), <c>pgdata.password</c>, <c>pgdata.lock</c> and <c>pgdata.holder</c> (0600). It is
    /// made when missing and survives the server. Started as root, every parent must be open (o+x) to the account that the server runs as.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>The TCP port on 127.0.0.1; 0 takes a free one at each start.</summary>
    public int Port { get; init; }

    /// <summary>Server settings that replace or add to ours, by their PostgreSQL names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long a start may take, crash recovery included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a fast shutdown may take before an immediate one is asked for.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A folder with <c>bin/postgres</c> and <c>bin/initdb</c>; null takes the binaries that came with the build.</summary>
    public string? BinariesDirectory { get; init; }

    /// <summary>Receives the server's own messages. Statements and their values are never among them.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// Where a ledger keeps its data unless told otherwise: <c>/var/lib/dropzone-ledger</c> for root, since the server's own account
    /// cannot look into root's home; the user's data folder (XDG_DATA_HOME) otherwise.
    /// </summary>
    public static string DefaultFolder => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? "/var/lib/dropzone-ledger"
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "dropzone-ledger");
}
