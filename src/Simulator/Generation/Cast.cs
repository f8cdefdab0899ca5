using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>A person of the simulated organisation.</summary>
internal sealed record Person(string Given, string Family, string Department)
{
    public string Account => $"{char.ToLowerInvariant(Given[0])}{Family.ToLowerInvariant()}";

    public string DisplayName => $"{Given} {Family}";

    public string Mail(string domain) => $"{Given.ToLowerInvariant()}.{Family.ToLowerInvariant()}@{domain}";
}

/// <summary>A machine of the simulated organisation.</summary>
internal sealed record Machine(string Name, string Os, string Version, long Build, string Group);

/// <summary>A mail that one of the campaigns sent.</summary>
internal sealed record Letter(string Subject, string Sender, string SenderName, string Url);

/// <summary>A file that one of the campaigns used.</summary>
internal sealed record Artifact(string Name, string Path, string Threat, string Signer);

/// <summary>Who and what the stories are about. All names, domains and addresses are invented or reserved for documentation.</summary>
internal static class Cast
{
    public const string Domain = "contoso-lab.example";

    public static IReadOnlyList<Person> People { get; } =
    [
        new("Maria", "Bauer", "Finance"), new("Jonas", "Keller", "Finance"), new("Aisha", "Rahman", "Engineering"),
        new("Tom", "Fischer", "Sales"), new("Elena", "Petrova", "Legal"), new("Liam", "Murphy", "Sales"),
        new("Chiara", "Rossi", "Marketing"), new("Noah", "Andersen", "Engineering"), new("Fatima", "Haddad", "HR"),
        new("Pierre", "Laurent", "Board"), new("Ingrid", "Solberg", "Board"), new("Kenji", "Tanaka", "Engineering"),
        new("Olivia", "Brown", "Support"), new("Mateo", "Garcia", "Support"), new("Sofia", "Novak", "HR"),
        new("Daniel", "Schmidt", "IT"), new("Hanna", "Virtanen", "IT"), new("Lucas", "Silva", "Sales"),
        new("Zoe", "Papadaki", "Marketing"), new("Adam", "Kowalski", "Logistics"), new("Grace", "Okafor", "Logistics"),
        new("Victor", "Lindqvist", "Research"), new("Mei", "Chen", "Research"), new("Samuel", "Weber", "IT"),
    ];

    public static IReadOnlyList<Machine> Machines { get; } =
    [
        new("nb-0417", "Windows11", "24H2", 26100, "Clients"), new("nb-0422", "Windows11", "24H2", 26100, "Clients"),
        new("nb-0503", "Windows11", "23H2", 22631, "Clients"), new("nb-0511", "Windows10", "22H2", 19045, "Clients"),
        new("nb-0618", "Windows11", "24H2", 26100, "Executives"), new("nb-0701", "macOS", "15", 24, "Clients"),
        new("ws-eng-12", "Windows11", "24H2", 26100, "Engineering"), new("ws-eng-19", "Linux", "24.04", 0, "Engineering"),
        new("srv-dc01", "WindowsServer2022", "21H2", 20348, "Domain controllers"), new("srv-file02", "WindowsServer2022", "21H2", 20348, "Servers"),
        new("srv-sql01", "WindowsServer2019", "1809", 17763, "Servers"), new("srv-web03", "Linux", "22.04", 0, "Servers"),
    ];

    public static IReadOnlyList<Letter> Letters { get; } =
    [
        new("Invoice 4402 is overdue", "billing@parcel-notice.example", "Accounts Team", "https://parcel-notice.example/pay/4402"),
        new("Your mailbox is almost full", "it-support@mail-quota.example", "IT Support", "https://mail-quota.example/login"),
        new("Shared file: Salary review 2026.xlsx", "no-reply@share-docs.example", "Document Sharing", "https://share-docs.example/s/8Jx2"),
        new("Delivery attempt failed – schedule again", "post@kurier-depot.example", "Kurier Depot", "https://kurier-depot.example/t/99120"),
        new("Voicemail from +49 30 5550 0199", "voice@pbx-relay.example", "Voice Mail", "https://pbx-relay.example/v/play"),
    ];

    public static IReadOnlyList<Artifact> Artifacts { get; } =
    [
        new("invoice_4402.js", @"C:\Users\{0}\Downloads", "Trojan:JS/Nemucod", ""),
        new("setup-helper.exe", @"C:\Users\{0}\AppData\Local\Temp", "Trojan:Win32/Wacatac", ""),
        new("7z-portable.exe", @"C:\Users\{0}\AppData\Local\Temp", "", "Igor Pavlov"),
        new("rundll-task.dll", @"C:\ProgramData\Cache", "Behavior:Win32/CobaltStrike", ""),
        new("macro-report.docm", @"C:\Users\{0}\Documents", "TrojanDownloader:O97M/Donoff", ""),
    ];

    /// <summary>The Prelude probe, a security test tool whose alerts users exclude.</summary>
    public static Artifact Probe { get; } = new("prelude-probe.exe", @"C:\Program Files\Prelude\Probe", "", "Prelude Research, Inc.");

    public static IReadOnlyList<(string Address, string Country, string City)> Places { get; } =
    [
        ("203.0.113.8", "NL", "Amsterdam"), ("203.0.113.77", "BR", "Recife"), ("198.51.100.23", "VN", "Hanoi"),
        ("198.51.100.141", "US", "Ashburn"), ("192.0.2.66", "RO", "Cluj"), ("192.0.2.190", "ZA", "Durban"),
    ];

    public static IReadOnlyList<string> Analysts { get; } = ["triage@" + Domain, "daniel.schmidt@" + Domain, "hanna.virtanen@" + Domain];
}

/// <summary>The cast of one campaign.</summary>
internal sealed record Scene(
    SeededStream Random,
    Person Victim,
    Person Second,
    Machine Device,
    Machine Other,
    Letter Mail,
    Artifact File,
    (string Address, string Country, string City) Place)
{
    /// <summary>Chooses a cast.</summary>
    public static Scene From(SeededStream random)
    {
        int victim = random.Below(Cast.People.Count);
        int device = random.Below(Cast.Machines.Count);
        return new Scene(
            random,
            Cast.People[victim],
            Cast.People[(victim + 1 + random.Below(Cast.People.Count - 1)) % Cast.People.Count],
            Cast.Machines[device],
            Cast.Machines[(device + 1 + random.Below(Cast.Machines.Count - 1)) % Cast.Machines.Count],
            random.Pick(Cast.Letters),
            random.Pick(Cast.Artifacts),
            random.Pick(Cast.Places));
    }
}
