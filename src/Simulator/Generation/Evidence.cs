using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Evidence of many kinds, with the fields of the Graph schema.</summary>
internal static class Evidence
{
    public static JsonObject Device(Machine machine, DateTimeOffset at, string verdict = "suspicious") =>
        Base("deviceEvidence", at, verdict, ["compromised"], new JsonObject
    {
        ["mdeDeviceId"] = Digest(machine.Name)[..40],
        ["azureAdDeviceId"] = Uuid("device/" + machine.Name),
        ["deviceDnsName"] = $"{machine.Name}.{Cast.Domain}",
        ["hostName"] = machine.Name,
        ["osPlatform"] = machine.Os,
        ["osBuild"] = machine.Build,
        ["version"] = machine.Version,
        ["healthStatus"] = "active",
        ["riskScore"] = "medium",
        ["rbacGroupId"] = 12,
        ["rbacGroupName"] = machine.Group,
        ["onboardingStatus"] = "onboarded",
        ["defenderAvStatus"] = "updated",
        ["firstSeenDateTime"] = "2025-03-02T08:11:40.12Z",
        ["ipInterfaces"] = new JsonArray($"10.20.{machine.Name.Length}.{machine.Build % 250}"),
        ["lastIpAddress"] = $"10.20.{machine.Name.Length}.{machine.Build % 250}",
        ["lastExternalIpAddress"] = "192.0.2.1",
        ["loggedOnUsers"] = new JsonArray(),
        ["vmMetadata"] = null,
    });

    public static JsonObject User(Person person, DateTimeOffset at, string verdict = "suspicious") =>
        Base("userEvidence", at, verdict, ["compromised"], new JsonObject { ["stream"] = null, ["userAccount"] = Account(person) });

    public static JsonObject Mail(Scene scene, Person recipient, DateTimeOffset at, string verdict = "malicious") =>
        Base("analyzedMessageEvidence", at, verdict, ["attacker"], new JsonObject
        {
            ["networkMessageId"] = Uuid($"mail/{scene.Mail.Subject}/{recipient.Account}/{at.UtcTicks}"),
            ["internetMessageId"] = $"<{Digest(scene.Mail.Subject + recipient.Account)[..20]}@{scene.Mail.Sender.Split('@')[1]}>",
            ["subject"] = scene.Mail.Subject,
            ["language"] = "en",
            ["senderIp"] = scene.Place.Address,
            ["recipientEmailAddress"] = recipient.Mail(Cast.Domain),
            ["antiSpamDirection"] = "inbound",
            ["deliveryAction"] = "delivered",
            ["deliveryLocation"] = "inbox",
            ["urn"] = $"urn:MailEntity:{Digest(recipient.Account + scene.Mail.Url)[..32]}",
            ["threats"] = new JsonArray("Phish"),
            ["threatDetectionMethods"] = new JsonArray("UrlReputation"),
            ["urls"] = new JsonArray(scene.Mail.Url),
            ["urlCount"] = 1,
            ["attachmentsCount"] = 0,
            ["receivedDateTime"] = WireTime.Format(at - TimeSpan.FromMinutes(7)),
            ["p1Sender"] = Sender(scene.Mail),
            ["p2Sender"] = Sender(scene.Mail),
        });

    public static JsonObject Mailbox(Person person, DateTimeOffset at) =>
        Base("mailboxEvidence", at, "suspicious", ["attacked"], new JsonObject
    {
        ["primaryAddress"] = person.Mail(Cast.Domain),
        ["upn"] = person.Mail(Cast.Domain),
        ["displayName"] = person.DisplayName,
        ["userAccount"] = Account(person),
    });

    public static JsonObject MailCluster(Scene scene, int count, DateTimeOffset at) =>
        Base("mailClusterEvidence", at, "malicious", [], new JsonObject
    {
        ["clusterBy"] = "Subject;SenderIp",
        ["clusterByValue"] = $"{scene.Mail.Subject};{scene.Place.Address}",
        ["emailCount"] = count,
        ["networkMessageIds"] = new JsonArray(),
        ["query"] = $"Subject:\"{scene.Mail.Subject}\"",
        ["urn"] = $"urn:MailClusterEntity:{Digest(scene.Mail.Subject)[..32]}",
    });

    public static JsonObject File(Artifact file, Person owner, DateTimeOffset at, string verdict = "malicious") =>
        Base("fileEvidence", at, verdict, [], new JsonObject
    {
        ["detectionStatus"] = "detected",
        ["mdeDeviceId"] = null,
        ["fileDetails"] = FileDetails(file, owner),
    });

    public static JsonObject Process(Scene scene, string command, DateTimeOffset at) =>
        Base("processEvidence", at, "suspicious", [], new JsonObject
    {
        ["processId"] = 1000 + (command.Length * 37 % 9000),
        ["parentProcessId"] = 884,
        ["processCommandLine"] = command,
        ["processCreationDateTime"] = WireTime.Format(at - TimeSpan.FromSeconds(41)),
        ["parentProcessCreationDateTime"] = WireTime.Format(at - TimeSpan.FromHours(3)),
        ["detectionStatus"] = "detected",
        ["mdeDeviceId"] = Digest(scene.Device.Name)[..40],
        ["imageFile"] = FileDetails(scene.File, scene.Victim),
        ["parentProcessImageFile"] = new JsonObject { ["fileName"] = "explorer.exe", ["filePath"] = @"C:\Windows" },
        ["userAccount"] = Account(scene.Victim),
    });

    public static JsonObject Ip((string Address, string Country, string City) place, DateTimeOffset at) =>
        Base("ipEvidence", at, "suspicious", ["source"], new JsonObject
    {
        ["ipAddress"] = place.Address,
        ["countryLetterCode"] = place.Country,
        ["location"] = new JsonObject { ["city"] = place.City, ["countryName"] = place.Country },
    });

    public static JsonObject Url(string url, DateTimeOffset at) => Base("urlEvidence", at, "malicious", [], new JsonObject { ["url"] = url });

    public static JsonObject CloudApplication(string name, long id, DateTimeOffset at) =>
        Base("cloudApplicationEvidence", at, "unknown", [], new JsonObject
    {
        ["appId"] = id,
        ["displayName"] = name,
        ["instanceId"] = 0,
        ["instanceName"] = name,
        ["saasAppId"] = id,
    });

    public static JsonObject OAuthApplication(string name, DateTimeOffset at) =>
        Base("oauthApplicationEvidence", at, "suspicious", ["attacker"], new JsonObject
    {
        ["appId"] = Uuid("oauth/" + name),
        ["displayName"] = name,
        ["objectId"] = Uuid("oauth-object/" + name),
        ["publisher"] = "Unverified publisher",
    });

    public static JsonObject RegistryKey(string key, DateTimeOffset at) =>
        Base("registryKeyEvidence", at, "suspicious", [], new JsonObject { ["registryHive"] = "HKEY_LOCAL_MACHINE", ["registryKey"] = key });

    public static JsonObject AzureResource(string id, string name, DateTimeOffset at) =>
        Base("azureResourceEvidence", at, "suspicious", ["attacked"], new JsonObject
    {
        ["resourceId"] = id,
        ["resourceName"] = name,
        ["resourceType"] = "Microsoft.Compute/virtualMachines",
    });

    /// <summary>A UUID that is the same for the same name in every world.</summary>
    public static string Uuid(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true).ToString();

    private static JsonObject Account(Person person) => new()
    {
        ["accountName"] = person.Account,
        ["domainName"] = "CONTOSOLAB",
        ["userSid"] = $"S-1-5-21-1004336348-1177238915-682003330-{1100 + (person.Account.Length * 17)}",
        ["azureAdUserId"] = Uuid("user/" + person.Account),
        ["userPrincipalName"] = person.Mail(Cast.Domain),
        ["displayName"] = person.DisplayName,
    };

    private static JsonObject Sender(Letter mail) => new()
    {
        ["emailAddress"] = mail.Sender,
        ["displayName"] = mail.SenderName,
        ["domainName"] = mail.Sender.Split('@')[1],
    };

    private static JsonObject FileDetails(Artifact file, Person owner) => new()
    {
        ["fileName"] = file.Name,
        ["filePath"] = string.Format(null, file.Path, owner.Account),
        ["fileSize"] = 20_000 + (file.Name.Length * 4096),
        ["sha1"] = Digest("sha1" + file.Name)[..40],
        ["sha256"] = Digest(file.Name),
        ["md5"] = Digest("md5" + file.Name)[..32],
        ["signer"] = file.Signer.Length == 0 ? null : file.Signer,
        ["filePublisher"] = file.Signer.Length == 0 ? null : file.Signer,
        ["issuer"] = file.Signer.Length == 0 ? null : "Example Code Signing CA",
    };

    private static JsonObject Base(string kind, DateTimeOffset at, string verdict, string[] roles, JsonObject own)
    {
        var evidence = new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.security." + kind,
            ["createdDateTime"] = WireTime.Format(at),
            ["verdict"] = verdict,
            ["remediationStatus"] = "none",
            ["remediationStatusDetails"] = null,
            ["roles"] = WireJson.Array(roles),
            ["detailedRoles"] = new JsonArray(),
            ["tags"] = new JsonArray(),
        };
        foreach (KeyValuePair<string, JsonNode?> property in own.ToArray())
        {
            own.Remove(property.Key);
            evidence[property.Key] = property.Value;
        }

        return evidence;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
