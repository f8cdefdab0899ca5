using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>
/// The column Entities: Json.NET's <c>$id</c> and <c>$ref</c>, a lower-case <c>Type</c>; items without a type are parts that others refer to
/// and no entities of their own.
/// </summary>
internal static class SentinelEntities
{
    private static readonly Dictionary<string, (string Kind, string[] Names)> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["account"] = ("user", ["UserPrincipalName", "DisplayName", "Name", "AadUserId", "Sid"]),
        ["host"] = ("device", ["FQDN", "HostName", "NetBiosName", "AzureID"]),
        ["ip"] = ("ip", ["Address"]),
        ["url"] = ("url", ["Url"]),
        ["file"] = ("file", ["Name", "Directory"]),
        ["filehash"] = ("fileHash", ["Value"]),
        ["process"] = ("process", ["ImageFile.Name", "CommandLine", "ProcessId"]),
        ["mailbox"] = ("mailbox", ["MailboxPrimaryAddress", "Upn", "DisplayName"]),
        ["mailMessage"] = ("mail", ["Subject", "InternetMessageId", "NetworkMessageId"]),
        ["mailCluster"] = ("mailCluster", ["ClusterSourceIdentifier", "Query"]),
        ["cloud-application"] = ("app", ["Name", "InstanceName", "AppId"]),
        ["registry-key"] = ("registry", ["Key", "Hive"]),
        ["registry-value"] = ("registry", ["Name", "Value"]),
    };

    private static readonly string[] CommonNames = ["DisplayName", "Name", "FriendlyName", "HostName", "Address", "ResourceId", "Url", "Value"];

    internal static IReadOnlyList<AlertEntity> Read(Reading reading, IReadOnlyList<(string Path, JsonElement Value)> items)
    {
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (_, item) in items)
        {
            Index(item, byId, 0);
        }

        var entities = new List<AlertEntity>();
        foreach (var (path, item) in items)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                reading.Warn(path, "an entity was expected to be an object");
                continue;
            }

            var properties = EntityProperties.Of(reading, path, item, id => byId.TryGetValue(id, out var found) ? found : null);
            if (properties.TryGetValue("Type", out var type))
            {
                var (kind, names) = Kinds.TryGetValue(type, out var known) ? known : ("other", CommonNames);
                entities.Add(new AlertEntity(kind, names.Select(n => properties.GetValueOrDefault(n)).FirstOrDefault(n => n is not null) ?? type, properties));
            }
        }

        return entities;
    }

    private static void Index(JsonElement value, Dictionary<string, JsonElement> byId, int depth)
    {
        if (depth > 12)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Index(item, byId, depth + 1);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && JsonText.NameOf(property) == "$id")
                {
                    byId.TryAdd(JsonText.Of(property.Value, out _), value);
                }

                Index(property.Value, byId, depth + 1);
            }
        }
    }
}
