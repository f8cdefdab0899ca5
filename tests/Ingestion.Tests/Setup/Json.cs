using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Ingestion.Tests.Setup;

/// <summary>Records as the sources write them, by hand.</summary>
internal static class Json
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string Alert(string id, DateTimeOffset modified, string title = "Archive tool run from a temporary folder", string severity = "medium") =>
        new JsonObject
        {
            ["id"] = id,
            ["providerAlertId"] = id,
            ["incidentId"] = "4711",
            ["status"] = "new",
            ["severity"] = severity,
            ["serviceSource"] = "microsoftDefenderForEndpoint",
            ["detectionSource"] = "customDetection",
            ["title"] = title,
            ["createdDateTime"] = Time(modified.AddMinutes(-5)),
            ["lastUpdateDateTime"] = Time(modified),
            ["evidence"] = new JsonArray(new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.security.deviceEvidence",
                ["deviceDnsName"] = "nb-0417.example.org",
            }),
        }.ToJsonString();

    public static string Incident(string id, DateTimeOffset modified, string? redirected = null) => new JsonObject
    {
        ["id"] = id,
        ["displayName"] = "Collection activity on one endpoint",
        ["status"] = redirected is null ? "active" : "redirected",
        ["severity"] = "medium",
        ["createdDateTime"] = Time(modified.AddMinutes(-5)),
        ["lastUpdateDateTime"] = Time(modified),
        ["redirectIncidentId"] = redirected,
    }.ToJsonString();

    public static string IncidentRow(string name, DateTimeOffset modified, string title, params string[] alertIds) => JsonSerializer.Serialize(new
    {
        TimeGenerated = Time(modified),
        IncidentName = name,
        IncidentNumber = 812,
        Title = title,
        Severity = "Medium",
        Status = "New",
        ProviderName = "Azure Sentinel",
        LastModifiedTime = Time(modified),
        CreatedTime = Time(modified),
        AlertIds = alertIds,
        ModifiedBy = "somebody",
    });

    public static string AlertRow(string systemAlertId, DateTimeOffset generated, string status = "New") => JsonSerializer.Serialize(new
    {
        TimeGenerated = Time(generated),
        SystemAlertId = systemAlertId,
        DisplayName = "Archive tool run from a temporary folder",
        AlertSeverity = "Medium",
        ProviderName = "MDATP",
        VendorName = "Microsoft",
        ProductName = "Microsoft Defender Advanced Threat Protection",
        VendorOriginalId = "1f0c9a77",
        AlertLink = "https://security.microsoft.com/alerts/da1f0c9a77?tid=7c0f4b8e-2a63-4a58-9d0e-0b1f3c5d7e91",
        Status = status,
        Entities = "[{\"$id\":\"2\",\"HostName\":\"nb-0417\",\"Type\":\"host\"}]",
    });
}
