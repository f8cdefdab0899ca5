using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// Observations as the two connectors would bring them: a Defender alert, and after every fourth a Sentinel incident that holds it. Equal seeds
/// give equal observations; an event of them has about 600 bytes. Payloads are left out, since no list reads them.
/// </summary>
internal sealed class BelievableAlerts(int seed)
{
    /// <summary>The connector that most of the alerts come from; it is named by its kind.</summary>
    public const string Connector = ConnectorKind.Microsoft365;

    private static readonly string[] Titles =
    [
        "Suspicious PowerShell command line", "Email messages containing malicious URL removed after delivery", "Impossible travel activity",
        "Mimikatz credential theft tool", "Anonymous IP address sign-in", "Mass download by a single user", "Suspicious inbox manipulation rule",
        "Multiple failed sign-ins followed by success", "Malware was detected on one endpoint", "User reported phishing message",
    ];

    private static readonly string[] Severities = ["High", "Medium", "Medium", "Low", "Low", "Low", "Informational"];
    private static readonly string[] Statuses = ["new", "new", "inProgress", "resolved"];
    private static readonly string[] Sources = ["microsoftDefenderForEndpoint", "microsoftDefenderForOffice365", "microsoftDefenderForCloudApps", "azureAdIdentityProtection"];
    private static readonly string[] Techniques = ["T1059.001", "T1566.002", "T1078", "T1003.001", "T1114.003", "T1110", "T1204"];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random random = new(seed);
    private string lastAlert = "";

    /// <summary>Settings under which the informational alerts, one in seven, are excluded.</summary>
    public static ConnectorSettings SettingsOf(string kind) => kind == ConnectorKind.Sentinel
        ? new SentinelSettings { Credentials = Credentials, Workspaces = [new SentinelWorkspace("soc", Id(1), Id(2), "rg-soc")] }
        : new Microsoft365Settings { Credentials = Credentials, EnabledSeverities = ["High", "Medium", "Low"] };

    private static ConnectorCredentials Credentials { get; } = new() { ClientId = Id(3), TenantId = Id(4) };

    /// <summary>The observation number <paramref name="number"/>; to be asked for in order.</summary>
    public Observation Next(int number) => number % 5 == 4 ? Incident(number) : Alert(number);

    private Observation Alert(int number)
    {
        var at = At(number);
        lastAlert = $"da{Hex(16)}_{random.Next()}";
        var title = Pick(Titles);
        return Of(ConnectorKind.Microsoft365, AlertKind.DefenderAlert, lastAlert, at, new AlertFacts
        {
            Title = $"{title} on host-{random.Next(5000):0000}",
            Severity = Pick(Severities),
            Status = Pick(Statuses),
            Description = $"{title}: the activity was seen {random.Next(1, 40)} times by a user who does not usually do this.",
            DetectionSource = Pick(Sources),
            ServiceSource = Pick(Sources),
            Products = ["Microsoft Defender XDR"],
            Categories = ["InitialAccess"],
            Techniques = [Pick(Techniques)],
            CreatedAt = at,
            ModifiedAt = at,
            Url = $"https://security.microsoft.com/alerts/{lastAlert}",
            ProviderIncidentId = $"{number / 5}",
            VendorAlertIds = [lastAlert],
            EntityCount = random.Next(1, 9),
        });
    }

    private Observation Incident(int number)
    {
        var at = At(number);
        var alert = new SentinelAlertFacts
        {
            SystemAlertId = Guid(),
            Found = true,
            VendorAlertIds = [lastAlert],
            Title = Pick(Titles),
            Severity = "Medium",
            Vendor = "Microsoft",
            Product = "Microsoft 365 Defender",
        };
        return Of(ConnectorKind.Sentinel, AlertKind.SentinelIncident, Guid(), at, new AlertFacts
        {
            Title = $"{alert.Title} involving one user",
            Severity = Pick(Severities),
            Status = "New",
            ServiceSource = "Microsoft XDR",
            Products = ["Microsoft 365 Defender"],
            Vendors = ["Microsoft"],
            Categories = ["CredentialAccess"],
            Techniques = [Pick(Techniques)],
            CreatedAt = at,
            ModifiedAt = at,
            IncidentNumber = $"{number}",
            Workspace = "soc",
            Alerts = [alert],
            EntityCount = random.Next(1, 9),
        });
    }

    private static Observation Of(string connector, string kind, string id, string at, AlertFacts facts) => new()
    {
        Connector = connector,
        Kind = kind,
        SourceId = id,
        Version = new SourceVersion($"{at}~{id}", at),
        Facts = facts,
        Mapper = 1,
        Origin = Origin.Live,
        ObservedAt = Start,
    };

    private static string At(int number) => $"{Start.AddSeconds(number * 11L):yyyy-MM-ddTHH:mm:ss.fffffffZ}";

    private static string Id(int number) => $"00000000-0000-4000-8000-{number:000000000000}";

    private string Hex(int bytes) => Convert.ToHexStringLower(Bytes(bytes));

    private string Guid() => new Guid(Bytes(16)).ToString();

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Pick(string[] words) => words[random.Next(words.Length)];
}
