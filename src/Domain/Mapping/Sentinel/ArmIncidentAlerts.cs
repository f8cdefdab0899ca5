using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>The alerts and entities of an incident as the resource manager gives them: camelCase names, a <c>kind</c> in place of a type.</summary>
internal static class ArmIncidentAlerts
{
    /// <summary>Names that differ from the table's by more than their first letter.</summary>
    private static readonly Dictionary<(string Type, string Name), string> Renamed = new()
    {
        [("account", "accountName")] = "Name",
        [("account", "ntDomain")] = "NTDomain",
        [("account", "upnSuffix")] = "UPNSuffix",
        [("host", "ntDomain")] = "NTDomain",
        [("host", "osFamily")] = "OSFamily",
        [("host", "osVersion")] = "OSVersion",
        [("host", "fQDN")] = "FQDN",
        [("file", "fileName")] = "Name",
        [("filehash", "hashValue")] = "Value",
        [("cloud-application", "appName")] = "Name",
        [("mailMessage", "receiveDate")] = "ReceiveDate",
        [("mailMessage", "senderIP")] = "SenderIP",
        [("mailMessage", "p1Sender")] = "P1Sender",
    };

    /// <summary>The facts of each alert, in the order of their ids.</summary>
    internal static IReadOnlyList<SentinelAlertFacts> Read(Reading reading, ReadOnlyMemory<byte> answer) =>
    [
        .. Fields.Of(reading, "alerts", JsonText.Parse(answer)).Items("value")
            .Select(item => Fields.Of(reading, item.Path, item.Value).Inside("properties"))
            .OfType<Fields>()
            .Select(Facts)
            .OfType<SentinelAlertFacts>()
            .DistinctBy(alert => alert.SystemAlertId, StringComparer.OrdinalIgnoreCase)
            .OrderBy(alert => alert.SystemAlertId, StringComparer.Ordinal),
    ];

    /// <summary>The entities.</summary>
    internal static IReadOnlyList<AlertEntity> Entities(Reading reading, ReadOnlyMemory<byte> answer)
    {
        var entities = new List<AlertEntity>();
        foreach (var (path, item) in Fields.Of(reading, "entities", JsonText.Parse(answer)).Items("entities"))
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                reading.Warn(path, "an entity was expected to be an object");
                continue;
            }

            var type = TypeOf(Fields.Of(reading, path, item).Text("kind") ?? "other");
            var given = item.TryGetProperty("properties"u8, out var properties) && properties.ValueKind == JsonValueKind.Object
                ? EntityProperties.Of(reading, path + ".properties", properties)
                : new Dictionary<string, string>(StringComparer.Ordinal);
            var fields = given.ToDictionary(field => Name(type, field.Key), field => field.Value, StringComparer.Ordinal);
            fields["Type"] = type;
            entities.Add(SentinelEntityKinds.Of(type, fields));
        }

        return SentinelIncidentMapper.Distinct(entities);
    }

    private static SentinelAlertFacts? Facts(Fields alert)
    {
        var link = alert.Text("alertLink");
        return alert.Text("systemAlertId") is not { } id ? null : new SentinelAlertFacts
        {
            SystemAlertId = id,
            Found = true,
            VendorAlertIds = Words.Sequence(AlertLink.IdOf(link), alert.Text("providerAlertId")),
            Title = alert.Prose("alertDisplayName"),
            Severity = Words.Severity(alert.Text("severity")),
            Status = alert.Text("status"),
            Vendor = alert.Text("vendorName"),
            Product = alert.Text("productName"),
            DetectionSource = alert.Kind("additionalData") == JsonValueKind.Object ? alert.Inside("additionalData")?.Text("DetectionSource") : null,
            AlertType = alert.Text("alertType"),
            StartTime = alert.Time("startTimeUtc"),
            EndTime = alert.Time("endTimeUtc"),
            Tactics = Words.Set(alert.Texts("tactics")),
            Url = link,
        };
    }

    // The table writes compound types with a hyphen, but for the two of mails.
    private static string TypeOf(string kind) => kind switch
    {
        "MailMessage" => "mailMessage",
        "MailCluster" => "mailCluster",
        "CloudApplication" => "cloud-application",
        "RegistryKey" => "registry-key",
        "RegistryValue" => "registry-value",
        _ => kind.ToLowerInvariant(),
    };

    private static string Name(string type, string name) =>
        Renamed.TryGetValue((type, name), out var renamed) ? renamed : string.Join('.', name.Split('.').Select(Capital));

    private static string Capital(string part) => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..];
}
