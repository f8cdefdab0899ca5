using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>One alert that a campaign raises.</summary>
internal sealed record AlertPlan(
    Product Product,
    string DetectionSource,
    string Title,
    string Severity,
    string Category,
    string[] Techniques,
    string Description,
    Func<Scene, DateTimeOffset, JsonObject[]> Evidence);

/// <summary>A story: alerts that follow on each other and make one incident.</summary>
internal sealed record Campaign(string Name, string IncidentTitle, int Weight, AlertPlan[] Alerts);

/// <summary>The stories the simulated tenant lives through.</summary>
internal static class Campaigns
{
    public static IReadOnlyList<Campaign> All { get; } =
    [
        new("phishing", "Phishing campaign against several mailboxes", 5,
        [
            new(Products.Office, "microsoftDefenderForOffice365", "Email messages containing malicious URL removed after delivery", "informational",
                "InitialAccess", ["T1566.002"], "Messages with a malicious URL were delivered and later removed.",
                (s, at) => [Evidence.Mail(s, s.Victim, at), Evidence.Mail(s, s.Second, at), Evidence.MailCluster(s, 14, at), Evidence.Url(s.Mail.Url, at)]),
            new(Products.Office, "microsoftDefenderForOffice365", "Email reported by user as malware or phish", "low", "InitialAccess", ["T1566"],
                "A person reported a message as phishing.", (s, at) => [Evidence.Mail(s, s.Second, at, "suspicious"), Evidence.Mailbox(s.Second, at)]),
            new(Products.Office, "microsoftDefenderForOffice365", "A potentially malicious URL click was detected", "high", "InitialAccess",
                ["T1566.002", "T1204.001"], "A person opened a link that is now known to be malicious.",
                (s, at) => [Evidence.Url(s.Mail.Url, at), Evidence.User(s.Victim, at), Evidence.Mailbox(s.Victim, at), Evidence.Mail(s, s.Victim, at)]),
        ]),
        new("ransomware", "Hands-on-keyboard activity that often precedes ransomware", 2,
        [
            new(Products.Endpoint, "microsoftDefenderForEndpoint", "Suspicious scheduled task", "medium", "Persistence", ["T1053.005"],
                "A scheduled task runs a program from a folder that any user may write to.",
                (s, at) => [Evidence.Device(s.Device, at), Evidence.User(s.Victim, at), Evidence.Process(s, "schtasks /create /tn upd /tr rundll32 /sc minute", at)]),
            new(Products.Endpoint, "microsoftDefenderForEndpoint", "Possible command-and-control beacon", "high", "CommandAndControl", ["T1071.001"],
                "A process connects at regular intervals to an address with a poor reputation.",
                (s, at) => [Evidence.Device(s.Device, at), Evidence.Ip(s.Place, at), Evidence.File(s.File, s.Victim, at)]),
            new(Products.Endpoint, "microsoftDefenderForEndpoint", "Shadow copies deleted", "high", "Impact", ["T1490"],
                "Backup copies of the disk were removed.",
                (s, at) => [Evidence.Device(s.Other, at), Evidence.Process(s, "vssadmin delete shadows /all /quiet", at)]),
            new(Products.Xdr, "microsoft365Defender", "Possible ransomware activity based on a correlation of alerts", "high", "Ransomware", ["T1486"],
                "Several alerts together look like the steps before an encryption.", (s, at) => [Evidence.Device(s.Device, at), Evidence.Device(s.Other, at)]),
        ]),
        new("password-spray", "Password spray against several accounts", 3,
        [
            new(Products.EntraProtection, "azureAdIdentityProtection", "Password Spray", "high", "CredentialAccess", ["T1110.003"],
                "One address tried common passwords against many accounts.", (s, at) => [Evidence.User(s.Victim, at), Evidence.Ip(s.Place, at)]),
            new(Products.Identity, "microsoftDefenderForIdentity", "Suspected brute-force attack (Kerberos, NTLM)", "medium", "CredentialAccess", ["T1110"],
                "Many sign-ins failed on a domain controller.",
                (s, at) => [Evidence.Device(Cast.Machines[8], at), Evidence.User(s.Victim, at), Evidence.User(s.Second, at), Evidence.Ip(s.Place, at)]),
        ]),
        new("impossible-travel", "Sign-ins from two distant places", 4,
        [
            new(Products.CloudApps, "cloudAppSecurity", "Impossible travel activity", "medium", "InitialAccess", ["T1078"],
                "One account was active in two countries within a time in which nobody can travel between them.",
                (s, at) => [Evidence.User(s.Victim, at), Evidence.Ip(s.Place, at), Evidence.CloudApplication("Microsoft Exchange Online", 20893, at)]),
        ]),
        new("malware", "Malware on one endpoint", 5,
        [
            new(Products.Endpoint, "antivirus", "'Wacatac' malware was prevented", "informational", "Malware", [], "Antivirus blocked a file.",
                (s, at) => [Evidence.Device(s.Device, at, "unknown"), Evidence.File(s.File, s.Victim, at)]),
            new(Products.Endpoint, "smartScreen", "Download from a site with a poor reputation", "low", "InitialAccess", ["T1189"],
                "A download was not blocked.", (s, at) => [Evidence.Device(s.Device, at), Evidence.Url(s.Mail.Url, at), Evidence.File(s.File, s.Victim, at, "suspicious")]),
        ]),
        new("archive", "Collection activity on one endpoint", 3,
        [
            new(Products.Endpoint, "customDetection", "Archive tool run from a temporary folder", "medium", "Collection", ["T1560.001"],
                "A compression tool was started from a user temp path.",
                (s, at) => [Evidence.Device(s.Device, at), Evidence.User(s.Victim, at), Evidence.Process(s, "7z-portable.exe a -p out.7z D:\\share", at)]),
        ]),
        new("dlp", "Personal data leaves the organisation", 3,
        [
            new(Products.DataLoss, "microsoftDataLossPrevention", "DLP policy (Payment card numbers) matched for email", "medium", "Exfiltration", ["T1567"],
                "A message to an outside recipient holds payment card numbers.", (s, at) => [Evidence.Mail(s, s.Victim, at, "unknown"), Evidence.User(s.Victim, at)]),
        ]),
        new("oauth-consent", "Risky consent to an OAuth application", 2,
        [
            new(Products.AppGovernance, "appGovernanceDetection", "App with a suspicious reply address was consented to", "medium", "Persistence", ["T1528"],
                "A person gave an unverified application access to mail.", (s, at) => [Evidence.OAuthApplication("Mail Merge Plus", at), Evidence.User(s.Victim, at)]),
            new(Products.CloudApps, "cloudAppSecurity", "Unusual mass download by one app", "high", "Exfiltration", ["T1530"],
                "The application read far more files than before.",
                (s, at) => [Evidence.OAuthApplication("Mail Merge Plus", at), Evidence.CloudApplication("Microsoft SharePoint Online", 20892, at)]),
        ]),
        new("dcsync", "Directory replication from a workstation", 1,
        [
            new(Products.Identity, "microsoftDefenderForIdentity", "Suspected DCSync attack (replication of directory services)", "high", "CredentialAccess",
                ["T1003.006"], "A machine that is no domain controller asked for a replication.",
                (s, at) => [Evidence.Device(Cast.Machines[8], at), Evidence.Device(s.Device, at), Evidence.User(s.Victim, at)]),
        ]),
        new("cloud-vm", "Suspicious process on a virtual machine", 2,
        [
            new(Products.Cloud, "microsoftDefenderForServers", "Suspicious process executed", "medium", "Execution", ["T1059"],
                "A process that is often part of an attack was started on a virtual machine.",
                (s, at) => [Evidence.AzureResource("/subscriptions/0/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/srv-web03", "srv-web03", at)]),
        ]),
        new("insider-risk", "Unusual copying before a departure", 1,
        [
            new(Products.InsiderRisk, "microsoftInsiderRiskManagement", "Potential data theft by a departing person", "low", "Exfiltration", ["T1052"],
                "Files were copied to a removable device.", (s, at) => [Evidence.User(s.Victim, at), Evidence.Device(s.Device, at)]),
        ]),
        new("prelude-probe", "Prelude Security continuous test", 3,
        [
            new(Products.Endpoint, "customDetection", "Prelude Security probe: credential dump simulation", "medium", "CredentialAccess", ["T1003.001"],
                "A test tool of the security team ran a known technique.",
                (s, at) => [Evidence.Device(s.Device, at, "noThreatsFound"), Evidence.File(Cast.Probe, s.Victim, at, "noThreatsFound"),
                    Evidence.RegistryKey(@"SOFTWARE\Prelude\Probe", at)]),
        ]),
    ];

    /// <summary>The rules of Sentinel itself: title, severity, tactic, technique, description.</summary>
    public static IReadOnlyList<(string Title, string Severity, string Tactic, string Technique, string Description)> Rules { get; } =
    [
        ("Firewall: many denied connections from one host", "Low", "Discovery", "T1046", "One host was refused by the firewall more often than usual."),
        ("Rare administrative action by a service account", "Medium", "PrivilegeEscalation", "T1078", "A service account did what it never did before."),
        ("Break-glass account signed in", "High", "InitialAccess", "T1078", "An emergency account was used."),
        ("VPN sign-in outside of working hours", "Informational", "InitialAccess", "T1133", "A remote sign-in at an unusual hour."),
        ("Key vault secrets read in bulk", "High", "CredentialAccess", "T1555", "Many secrets of one key vault were read within minutes."),
    ];

    /// <summary>One campaign, chosen by weight.</summary>
    public static Campaign Pick(Scene scene)
    {
        int ticket = scene.Random.Below(All.Sum(campaign => campaign.Weight));
        foreach (Campaign campaign in All)
        {
            ticket -= campaign.Weight;
            if (ticket < 0)
            {
                return campaign;
            }
        }

        return All[0];
    }
}
