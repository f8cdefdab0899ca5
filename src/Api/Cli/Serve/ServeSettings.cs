using System.Net;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.Api.Cli.Serve;

/// <summary>What the operator set in the environment, read into the host's options. docs/operator.md lists the names.</summary>
public static class ServeSettings
{
    private const int DefaultPort = 8443;

    /// <summary>Reads everything but the database, which is opened afterwards.</summary>
    /// <returns>The options, or a sentence that names the setting and what to do.</returns>
    public static (LedgerHostOptions? Options, string? Problem) Read(IConfiguration configuration, DatabaseSettings database, int? port)
    {
        var (key, keyProblem) = ReadMasterKey(configuration["Ledger:MasterKeyFile"], database);
        if (key is null)
        {
            return (null, keyProblem);
        }

        if (!IPAddress.TryParse(configuration["Ledger:Address"] ?? "127.0.0.1", out var address))
        {
            return (null, "Ledger__Address must be an IP address, such as 127.0.0.1 or 0.0.0.0.");
        }

        var proxies = new List<IPAddress>();
        foreach (var proxy in configuration.GetSection("Ledger:TrustedProxies").GetChildren())
        {
            if (!IPAddress.TryParse(proxy.Value, out var trusted))
            {
                return (null, $"Ledger__TrustedProxies__{proxy.Key} must be an IP address.");
            }

            proxies.Add(trusted);
        }

        if (!int.TryParse(configuration["Ledger:Port"] ?? $"{DefaultPort}", out var configured) || configured is < 0 or > 65535)
        {
            return (null, "Ledger__Port must be a number from 0 to 65535.");
        }

        var (sets, setProblem) = EndpointSetSettings.Read(configuration.GetSection("Ledger:EndpointSets"));
        return setProblem is not null
            ? (null, setProblem)
            : (new LedgerHostOptions
            {
                Connections = LedgerConnections.From(""),
                MasterKey = key,
                Address = address,
                Port = port ?? configured,
                TrustedProxies = proxies,
                Tls = configuration["Ledger:Tls:CertificateFile"] is { } certificate
                    ? new ServerCertificate(certificate, configuration["Ledger:Tls:KeyFile"] ?? certificate)
                    : null,
                EndpointSets = sets,
            }, null);
    }

    private static (MasterKey? Key, string? Problem) ReadMasterKey(string? file, DatabaseSettings database)
    {
        if (file is null && database.IsExternal)
        {
            return (null, "On a database of your own the master key is yours too: name a file in Ledger__MasterKeyFile, outside the data folder. "
                + "Make one: head -c 32 /dev/urandom | base64 > master.key && chmod 600 master.key");
        }

        var made = false;
        var reading = file is not null
            ? MasterKey.Read(file, database.DataDirectory)
            : MasterKey.ReadOrMake(BesideFolder(database.DataDirectory), database.DataDirectory, out made);
        if (made)
        {
            Console.Error.WriteLine($"A master key was made: {BesideFolder(database.DataDirectory)}. Connector secrets cannot be read without it: keep a copy elsewhere.");
        }

        return reading switch
        {
            MasterKeyReading.Loaded loaded => (loaded.Key, null),
            MasterKeyReading.Refused refused => (null, refused.Reason),
            _ => throw new InvalidOperationException("A reading of the master key has two cases."),
        };
    }

    /// <summary>Where a host with an embedded database keeps its key: beside the data folder, never in it.</summary>
    internal static string BesideFolder(string dataDirectory) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory)) + ".master-key";
}
