using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>
/// Sentinel's entity types as the kinds of the entities document. The fields of users, devices, addresses, urls, files, processes, mailboxes
/// and mails get the names that Graph evidence has, so that one question finds an entity whichever API told of it; every other field, and
/// what a <c>$ref</c> led to, keeps its own name.
/// </summary>
internal static class SentinelEntityKinds
{
    private static readonly Dictionary<string, EntityKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["account"] = new(
            "user",
            ["userAccount.userPrincipalName", "userAccount.displayName", "userAccount.accountName", "userAccount.azureAdUserId", "userAccount.userSid"],
            ("UserPrincipalName", "userAccount.userPrincipalName"), ("DisplayName", "userAccount.displayName"), ("Name", "userAccount.accountName"),
            ("NTDomain", "userAccount.domainName"), ("AadUserId", "userAccount.azureAdUserId"), ("Sid", "userAccount.userSid"),
            ("ObjectGuid", "userAccount.activeDirectoryObjectGuid"), ("AadTenantId", "userAccount.tenantId")),
        ["host"] = new(
            "device",
            ["deviceDnsName", "hostName", "NetBiosName", "AzureID"],
            ("FQDN", "deviceDnsName"), ("HostName", "hostName"), ("DnsDomain", "dnsDomain"), ("NTDomain", "ntDomain"), ("OSFamily", "osPlatform"),
            ("OSVersion", "version"), ("MdatpDeviceId", "mdeDeviceId"), ("AadDeviceId", "azureAdDeviceId"), ("LastIpAddress.Address", "lastIpAddress"),
            ("LastExternalIpAddress.Address", "lastExternalIpAddress"), ("RiskScore", "riskScore"), ("HealthStatus", "healthStatus")),
        ["ip"] = new(
            "ip",
            ["ipAddress"],
            ("Address", "ipAddress"), ("Location.CountryCode", "countryLetterCode"), ("Location.CountryName", "location.countryName"),
            ("Location.State", "location.state"), ("Location.City", "location.city"), ("Location.Latitude", "location.latitude"),
            ("Location.Longitude", "location.longitude")),
        ["url"] = new("url", ["url"], ("Url", "url")),
        ["file"] = new("file", ["fileDetails.fileName", "fileDetails.filePath", "fileDetails.sha256", "fileDetails.sha1"], FileFields("", "fileDetails.")),
        ["filehash"] = new("fileHash", ["value"], ("Value", "value"), ("Algorithm", "algorithm")),
        ["process"] = new(
            "process",
            ["imageFile.fileName", "processCommandLine", "processId"],
            [
                ("ProcessId", "processId"), ("CommandLine", "processCommandLine"), ("CreationTimeUtc", "processCreationDateTime"),
                ("Account.Name", "userAccount.accountName"), ("Account.NTDomain", "userAccount.domainName"), ("Account.Sid", "userAccount.userSid"),
                ("Account.AadUserId", "userAccount.azureAdUserId"), ("ParentProcess.ProcessId", "parentProcessId"),
                ("ParentProcess.CreationTimeUtc", "parentProcessCreationDateTime"),
                .. FileFields("ImageFile.", "imageFile."), .. FileFields("ParentProcess.ImageFile.", "parentProcessImageFile."),
            ]),
        ["mailbox"] = new(
            "mailbox",
            ["primaryAddress", "upn", "displayName"],
            ("MailboxPrimaryAddress", "primaryAddress"), ("Upn", "upn"), ("DisplayName", "displayName"), ("AadId", "userAccount.azureAdUserId")),
        ["mailMessage"] = new(
            "mail",
            ["subject", "internetMessageId", "networkMessageId"],
            ("Subject", "subject"), ("InternetMessageId", "internetMessageId"), ("NetworkMessageId", "networkMessageId"), ("Recipient", "recipientEmailAddress"),
            ("Sender", "p2Sender.emailAddress"), ("P2Sender", "p2Sender.emailAddress"), ("P2SenderDisplayName", "p2Sender.displayName"),
            ("P2SenderDomain", "p2Sender.domainName"), ("P1Sender", "p1Sender.emailAddress"), ("P1SenderDisplayName", "p1Sender.displayName"),
            ("P1SenderDomain", "p1Sender.domainName"), ("SenderIP", "senderIp"), ("ReceiveDate", "receivedDateTime"), ("ReceivedDate", "receivedDateTime"),
            ("DeliveryAction", "deliveryAction"), ("DeliveryLocation", "deliveryLocation"), ("AntispamDirection", "antiSpamDirection"), ("Language", "language"),
            ("Threats", "threats"), ("ThreatDetectionMethods", "threatDetectionMethods"), ("Urls", "urls"), ("Urn", "urn")),
        ["mailCluster"] = new(
            "mailCluster",
            ["ClusterSourceIdentifier", "query"],
            ("Query", "query"), ("MailCount", "emailCount"), ("NetworkMessageIds", "networkMessageIds"), ("Urn", "urn")),
        ["cloud-application"] = new("app", ["displayName", "instanceName", "appId"], ("Name", "displayName"), ("InstanceName", "instanceName"), ("AppId", "appId")),
        ["registry-key"] = new("registry", ["registryKey", "registryHive"], ("Key", "registryKey"), ("Hive", "registryHive")),
        ["registry-value"] = new("registry", ["registryValueName", "registryValue"], ("Name", "registryValueName"), ("Value", "registryValue")),
    };

    private static readonly EntityKind Other =
        new("other", ["DisplayName", "Name", "FriendlyName", "HostName", "Address", "ResourceId", "Url", "Value"]);

    /// <summary>An entity of a type, from its fields laid flat.</summary>
    internal static AlertEntity Of(string type, IReadOnlyDictionary<string, string> fields)
    {
        var kind = Kinds.GetValueOrDefault(type, Other);
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            properties.TryAdd(kind.Fields.GetValueOrDefault(name, name), value);
        }

        Hashes(fields, properties);
        if (kind.Kind == "user" && !properties.ContainsKey("userAccount.userPrincipalName")
            && fields.TryGetValue("Name", out var account) && fields.TryGetValue("UPNSuffix", out var suffix))
        {
            properties["userAccount.userPrincipalName"] = $"{account}@{suffix}";
        }

        if (kind.Kind == "device" && !properties.ContainsKey("deviceDnsName")
            && fields.TryGetValue("HostName", out var host) && fields.TryGetValue("DnsDomain", out var domain))
        {
            properties["deviceDnsName"] = $"{host}.{domain}";
        }

        var named = kind.Names.Select(name => properties.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        return new AlertEntity(kind.Kind, named ?? type, properties);
    }

    /// <summary><c>FileHashes[0].Algorithm</c> and <c>.Value</c>, of a file itself or of a process's image, become one field named by the algorithm.</summary>
    private static void Hashes(IReadOnlyDictionary<string, string> fields, Dictionary<string, string> properties)
    {
        foreach (var (name, algorithm) in fields.Where(f => f.Key.Contains("FileHashes[", StringComparison.Ordinal) && f.Key.EndsWith("].Algorithm", StringComparison.Ordinal)))
        {
            var item = name[..^".Algorithm".Length];
            var owner = item[..item.IndexOf("FileHashes[", StringComparison.Ordinal)] switch
            {
                "" => "fileDetails.",
                "ImageFile." => "imageFile.",
                "ParentProcess.ImageFile." => "parentProcessImageFile.",
                _ => null,
            };
            var field = algorithm.ToUpperInvariant() switch { "MD5" => "md5", "SHA1" => "sha1", "SHA256" => "sha256", "SHA256AC" => "sha256Ac", _ => null };
            if (owner is null || field is null || !fields.TryGetValue(item + ".Value", out var value))
            {
                continue;
            }

            properties[owner + field] = value;
            properties.Remove(name);
            properties.Remove(item + ".Value");
            properties.Remove(item + ".Type");
        }
    }

    private static (string, string)[] FileFields(string from, string to) =>
    [
        (from + "Name", to + "fileName"), (from + "Directory", to + "filePath"), (from + "SizeInBytes", to + "fileSize"), (from + "Publisher", to + "filePublisher"),
        (from + "Signer", to + "signer"), (from + "Issuer", to + "issuer"),
    ];

    private sealed class EntityKind(string kind, string[] names, params (string From, string To)[] fields)
    {
        public string Kind => kind;

        /// <summary>The properties that name the entity, the best first.</summary>
        public string[] Names => names;

        public Dictionary<string, string> Fields { get; } = fields.ToDictionary(f => f.From, f => f.To, StringComparer.Ordinal);
    }
}
