using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Writes Graph evidence as the Entities column of SecurityAlert: Json.NET <c>$id</c>s and lower-case types.</summary>
internal static class LogEntities
{
    /// <summary>The entities; kinds that the table does not know are left out.</summary>
    public static JsonArray From(JsonArray evidence)
    {
        var entities = new JsonArray();
        foreach (JsonNode? item in evidence)
        {
            if (item is JsonObject source && Entity(source) is { } entity)
            {
                var numbered = new JsonObject { ["$id"] = (entities.Count + 2).ToString() };
                foreach (KeyValuePair<string, JsonNode?> property in entity)
                {
                    numbered[property.Key] = property.Value?.DeepClone();
                }

                entities.Add(numbered);
            }
        }

        return entities;
    }

    private static JsonObject? Entity(JsonObject e) => e["@odata.type"]!.GetValue<string>()["#microsoft.graph.security.".Length..] switch
    {
        "deviceEvidence" => new() { ["HostName"] = Copy(e, "hostName"), ["DnsDomain"] = Cast.Domain, ["OSFamily"] = Copy(e, "osPlatform"), ["Type"] = "host" },
        "userEvidence" => Account(e["userAccount"]!),
        "mailboxEvidence" => new() { ["MailboxPrimaryAddress"] = Copy(e, "primaryAddress"), ["Upn"] = Copy(e, "upn"), ["Type"] = "mailbox" },
        "analyzedMessageEvidence" => new()
        {
            ["Recipient"] = Copy(e, "recipientEmailAddress"),
            ["Sender"] = e["p2Sender"]?["emailAddress"]?.DeepClone(),
            ["SenderIP"] = Copy(e, "senderIp"),
            ["Subject"] = Copy(e, "subject"),
            ["NetworkMessageId"] = Copy(e, "networkMessageId"),
            ["InternetMessageId"] = Copy(e, "internetMessageId"),
            ["Type"] = "mailMessage",
        },
        "mailClusterEvidence" => new() { ["Query"] = Copy(e, "query"), ["MailCount"] = Copy(e, "emailCount"), ["Type"] = "mailCluster" },
        "fileEvidence" => File(e["fileDetails"]!),
        "processEvidence" => new() { ["ProcessId"] = Copy(e, "processId")?.ToString(), ["CommandLine"] = Copy(e, "processCommandLine"), ["Type"] = "process" },
        "ipEvidence" => new()
        {
            ["Address"] = Copy(e, "ipAddress"),
            ["Location"] = new JsonObject { ["CountryCode"] = Copy(e, "countryLetterCode") },
            ["Type"] = "ip",
        },
        "urlEvidence" => new() { ["Url"] = Copy(e, "url"), ["Type"] = "url" },
        "cloudApplicationEvidence" or "oauthApplicationEvidence" => new() { ["AppId"] = Copy(e, "appId"), ["Name"] = Copy(e, "displayName"), ["Type"] = "cloud-application" },
        "registryKeyEvidence" => new() { ["Hive"] = Copy(e, "registryHive"), ["Key"] = Copy(e, "registryKey"), ["Type"] = "registry-key" },
        "azureResourceEvidence" => new() { ["ResourceId"] = Copy(e, "resourceId"), ["Type"] = "azure-resource" },
        _ => null,
    };

    private static JsonObject Account(JsonNode account) => new()
    {
        ["Name"] = account["accountName"]?.DeepClone(),
        ["NTDomain"] = account["domainName"]?.DeepClone(),
        ["Sid"] = account["userSid"]?.DeepClone(),
        ["AadUserId"] = account["azureAdUserId"]?.DeepClone(),
        ["UPNSuffix"] = Cast.Domain,
        ["Type"] = "account",
    };

    private static JsonObject File(JsonNode file) => new()
    {
        ["Directory"] = file["filePath"]?.DeepClone(),
        ["Name"] = file["fileName"]?.DeepClone(),
        ["FileHashes"] = new JsonArray(new JsonObject { ["Algorithm"] = "SHA256", ["Value"] = file["sha256"]?.DeepClone(), ["Type"] = "filehash" }),
        ["Type"] = "file",
    };

    private static JsonNode? Copy(JsonObject from, string name) => from[name]?.DeepClone();
}
