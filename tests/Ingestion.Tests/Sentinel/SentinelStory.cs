using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Ingestion.Tests.Setup;

namespace Dropzone.Ledger.Ingestion.Tests.Sentinel;

/// <summary>Incidents and rows as a workspace holds them, by hand.</summary>
internal static class SentinelStory
{
    /// <summary>The past, so that nothing trails behind the log ingestion delay.</summary>
    public static DateTimeOffset At(double minutesAgo) => TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo);

    public static string Id() => Guid.NewGuid().ToString();

    /// <summary>An incident of the resource manager.</summary>
    public static string Arm(string name, DateTimeOffset modified, long number = 1, string title = "Collection activity", string provider = "Microsoft XDR", string providerId = "4711") =>
        new JsonObject
        {
            ["id"] = $"/subscriptions/x/providers/Microsoft.SecurityInsights/Incidents/{name}",
            ["name"] = name,
            ["type"] = "Microsoft.SecurityInsights/Incidents",
            ["properties"] = new JsonObject
            {
                ["title"] = title,
                ["severity"] = "Medium",
                ["status"] = "New",
                ["owner"] = new JsonObject { ["assignedTo"] = "kim@example.org" },
                ["labels"] = new JsonArray(new JsonObject { ["labelName"] = "TICKET-1", ["labelType"] = "User" }),
                ["createdTimeUtc"] = Json.Time(modified.AddMinutes(-1)),
                ["lastModifiedTimeUtc"] = Json.Time(modified),
                ["incidentNumber"] = number,
                ["providerName"] = provider,
                ["providerIncidentId"] = providerId,
                ["additionalData"] = new JsonObject { ["alertsCount"] = 1, ["tactics"] = new JsonArray("Collection"), ["techniques"] = new JsonArray("T1560") },
            },
        }.ToJsonString();

    /// <summary>A row of SecurityIncident with a number of its own.</summary>
    public static string Row(string name, long number, DateTimeOffset created) => JsonSerializer.Serialize(new
    {
        TimeGenerated = Json.Time(created),
        IncidentName = name,
        IncidentNumber = number,
        Title = $"Incident {number.ToString(CultureInfo.InvariantCulture)}",
        Severity = "Medium",
        Status = "New",
        ProviderName = "Azure Sentinel",
        LastModifiedTime = Json.Time(created),
        CreatedTime = Json.Time(created),
        AlertIds = Array.Empty<string>(),
    });

    /// <summary>A row of SecurityAlert that speaks of one mail.</summary>
    public static string MailAlertRow(string systemAlertId, DateTimeOffset generated, string messageId, string recipient) => JsonSerializer.Serialize(new
    {
        TimeGenerated = Json.Time(generated),
        SystemAlertId = systemAlertId,
        DisplayName = "Phish delivered",
        AlertSeverity = "Medium",
        ProviderName = "OATP",
        VendorName = "Microsoft",
        ProductName = "Office 365 Advanced Threat Protection",
        Status = "New",
        Entities = JsonSerializer.Serialize(new object[]
        {
            new { Subject = "Invoice 4402", InternetMessageId = messageId, NetworkMessageId = "c1d2", Recipient = recipient, Sender = "billing@example.net", Type = "mailMessage" },
        }),
    });
}
