using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Graph;

/// <summary>Evidence of a Defender alert as entities. Kinds that are not in the table are kept as <c>other</c> with their <c>@odata.type</c>.</summary>
internal static class GraphEvidence
{
    private const string TypeName = "@odata.type";
    private const string TypePrefix = "#microsoft.graph.security.";

    /// <summary>Graph's type, our kind, and the fields that name it, the best first.</summary>
    private static readonly Dictionary<string, (string Kind, string[] Names)> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["deviceEvidence"] = ("device", ["deviceDnsName", "hostName", "mdeDeviceId"]),
        ["userEvidence"] = ("user", ["userAccount.userPrincipalName", "userAccount.accountName", "userAccount.displayName", "userAccount.userSid"]),
        ["analyzedMessageEvidence"] = ("mail", ["subject", "internetMessageId", "networkMessageId"]),
        ["submissionMailEvidence"] = ("mail", ["subject", "networkMessageId", "submissionId"]),
        ["mailClusterEvidence"] = ("mailCluster", ["clusterByValue", "clusterBy", "urn"]),
        ["mailboxEvidence"] = ("mailbox", ["primaryAddress", "upn", "displayName"]),
        ["mailboxConfigurationEvidence"] = ("mailbox", ["mailboxPrimaryAddress", "upn", "displayName"]),
        ["fileEvidence"] = ("file", ["fileDetails.fileName", "fileDetails.filePath", "fileDetails.sha256", "fileDetails.sha1"]),
        ["processEvidence"] = ("process", ["imageFile.fileName", "processCommandLine", "processId"]),
        ["ipEvidence"] = ("ip", ["ipAddress"]),
        ["urlEvidence"] = ("url", ["url"]),
        ["registryKeyEvidence"] = ("registry", ["registryKey", "registryHive"]),
        ["registryValueEvidence"] = ("registry", ["registryKey", "registryValueName", "registryValue"]),
        ["cloudApplicationEvidence"] = ("app", ["displayName", "instanceName", "appId"]),
        ["oauthApplicationEvidence"] = ("app", ["displayName", "appId"]),
        ["servicePrincipalEvidence"] = ("app", ["servicePrincipalName", "appId"]),
    };

    private static readonly string[] CommonNames = ["displayName", "name", "hostName", "resourceName", "fullResourceName", "resourceId", "value"];

    internal static IReadOnlyList<AlertEntity> Read(Reading reading, Fields record, string name)
    {
        var entities = new List<AlertEntity>();
        foreach (var (path, item) in record.Items(name))
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                reading.Warn(path, "an evidence item was expected to be an object");
                continue;
            }

            var properties = EntityProperties.Of(reading, path, item);
            var type = ShortType(properties);
            if (type is null)
            {
                reading.Warn(path, $"no {TypeName}");
            }

            var (kind, names) = type is not null && Kinds.TryGetValue(type, out var known) ? known : ("other", CommonNames);
            entities.Add(new AlertEntity(kind, NameOf(properties, names) ?? type ?? "(unnamed)", properties));
        }

        return entities;
    }

    private static string? ShortType(IReadOnlyDictionary<string, string> properties) => properties.TryGetValue(TypeName, out var type)
        ? type.StartsWith(TypePrefix, StringComparison.OrdinalIgnoreCase) ? type[TypePrefix.Length..] : type
        : null;

    private static string? NameOf(IReadOnlyDictionary<string, string> properties, string[] names) =>
        names.Select(name => properties.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
