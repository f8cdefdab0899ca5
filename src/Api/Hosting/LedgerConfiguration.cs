using System.Globalization;
using System.Net;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>What reading the configuration came to. Closed.</summary>
public abstract record ConfigurationReading
{
    private ConfigurationReading()
    {
    }

    /// <summary>It can be used.</summary>
    /// <param name="Options">The options of the host.</param>
    /// <param name="Notes">What the operator should be told, such as a key file that was made.</param>
    public sealed record Usable(LedgerHostOptions Options, IReadOnlyList<string> Notes) : ConfigurationReading;

    /// <summary>Why it cannot, with what to do. Holds no secret.</summary>
    public sealed record Refused(string Reason) : ConfigurationReading;
}

/// <summary>Reads the options of <c>serve</c> from configuration: environment variables, or whatever the caller adds. The keys stand in docs/operator.md.</summary>
public static class LedgerConfiguration
{
    /// <summary>The port when <c>Ledger__Port</c> is not set.</summary>
    public const int UsualPort = 5180;

    /// <summary>The connection string of a PostgreSQL of one's own; null when the embedded one is wanted.</summary>
    public static string? ExternalDatabase(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetConnectionString("Ledger") is { Length: > 0 } given ? given : null;
    }

    /// <summary>Reads the options for an external database; its master key file must exist.</summary>
    public static ConfigurationReading ForExternalDatabase(IConfiguration configuration)
    {
        if (ExternalDatabase(configuration) is not { } app)
        {
            return new ConfigurationReading.Refused("ConnectionStrings__Ledger is not set.");
        }

        if (configuration["Ledger:MasterKeyFile"] is not { Length: > 0 } file)
        {
            return new ConfigurationReading.Refused(
                "Ledger__MasterKeyFile is not set. It names the key that seals the connectors' secrets: 32 random bytes as base64, mode 0600, "
                + "kept outside the data folder. Make one: head -c 32 /dev/urandom | base64 > ledger.key && chmod 600 ledger.key");
        }

        var connections = LedgerConnections.From(app) with
        {
            Owner = configuration.GetConnectionString("LedgerOwner") is { Length: > 0 } owner ? owner : app,
        };
        return Read(configuration, connections, MasterKey.Read(file, configuration["Ledger:DataDirectory"]), []);
    }

    /// <summary>Reads the options for the embedded database; makes the master key file beside the data folder when there is none.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="connectionString">The embedded database.</param>
    /// <param name="dataDirectory">Its data folder.</param>
    public static ConfigurationReading ForEmbeddedDatabase(IConfiguration configuration, string connectionString, string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(dataDirectory);
        var file = configuration["Ledger:MasterKeyFile"] is { Length: > 0 } given
            ? given
            : MasterKeyBeside(dataDirectory);
        var reading = MasterKey.ReadOrMake(file, dataDirectory, out var made);
        return Read(
            configuration,
            LedgerConnections.From(connectionString),
            reading,
            made ? [$"Made the master key {Path.GetFullPath(file)}. Keep a copy: without it the connectors' secrets cannot be read."] : []);
    }

    /// <summary>Where a host on the embedded database keeps its key unless told otherwise: beside the data folder, never in it.</summary>
    public static string MasterKeyBeside(string dataDirectory) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory)) + ".key";

    private static ConfigurationReading Read(
        IConfiguration configuration, LedgerConnections connections, MasterKeyReading key, IReadOnlyList<string> notes)
    {
        if (key is MasterKeyReading.Refused refused)
        {
            return new ConfigurationReading.Refused(refused.Reason);
        }

        if (!IPAddress.TryParse(configuration["Ledger:Address"] ?? "127.0.0.1", out var address))
        {
            return new ConfigurationReading.Refused("Ledger__Address is no IP address.");
        }

        if (!int.TryParse(configuration["Ledger:Port"] ?? UsualPort.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > IPEndPoint.MaxPort)
        {
            return new ConfigurationReading.Refused("Ledger__Port is no port.");
        }

        var proxies = configuration.GetSection("Ledger:TrustedProxies").GetChildren().Select(static c => c.Value).ToList();
        if (proxies.FirstOrDefault(static p => !IPAddress.TryParse(p, out _)) is { } wrong)
        {
            return new ConfigurationReading.Refused($"Ledger__TrustedProxies: '{wrong}' is no IP address.");
        }

        var tls = configuration.GetSection("Ledger:Tls");
        var options = new LedgerHostOptions
        {
            Connections = connections,
            MasterKey = ((MasterKeyReading.Loaded)key).Key,
            Address = address,
            Port = port,
            TrustedProxies = [.. proxies.Select(static p => IPAddress.Parse(p!))],
            Tls = tls["CertificateFile"] is { Length: > 0 } certificate && tls["KeyFile"] is { Length: > 0 } keyFile
                ? new ServerCertificate(certificate, keyFile)
                : null,
            EndpointSets = [.. configuration.GetSection("Ledger:EndpointSets").GetChildren().Select(EndpointSetOf)],
        };
        foreach (var set in options.EndpointSets)
        {
            if (EndpointRules.Problems(set) is [var problem, ..])
            {
                return new ConfigurationReading.Refused($"Ledger__EndpointSets: the set '{set.Name}' cannot be used: {problem}");
            }
        }

        var (paced, reason) = PaceConfiguration.Read(configuration, options);
        if (paced is null)
        {
            return new ConfigurationReading.Refused(reason!);
        }

        return paced.Refusal() is { } refusal ? new ConfigurationReading.Refused(refusal) : new ConfigurationReading.Usable(paced, notes);
    }

    // An address that is missing or malformed stays in the set as one that its rules refuse, so that the refusal names the set and the field.
    private static EndpointSet EndpointSetOf(IConfigurationSection set) => new(
        set["Name"] ?? set.Key,
        AddressOf(set["Authority"]),
        EndpointOf(set.GetSection("Graph")),
        EndpointOf(set.GetSection("LogAnalytics")),
        EndpointOf(set.GetSection("ResourceManager")),
        [.. set.GetSection("PortalHosts").GetChildren().Select(static h => h.Value ?? "")])
    {
        TrustedRootPemPath = set["TrustedRootFile"],
        Exchange = set.GetSection("Exchange").Exists() ? EndpointOf(set.GetSection("Exchange")) : null,
    };

    private static CloudEndpoint EndpointOf(IConfigurationSection endpoint) =>
        new(AddressOf(endpoint["Address"]), endpoint["Scope"] ?? endpoint["Address"]?.TrimEnd('/') + "/.default");

    private static Uri AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : new Uri("missing", UriKind.Relative);
}
