using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Writes and revises the Graph form of a generated alert.</summary>
internal static class AlertJson
{
    /// <summary>A new alert.</summary>
    public static JsonObject New(AlertPlan plan, string id, string providerAlertId, string incidentId, SimulatedTenant tenant, Scene scene, DateTimeOffset at)
    {
        DateTimeOffset first = at - scene.Random.Span(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(9));
        DateTimeOffset last = first + ((at - first) / 3);
        return new JsonObject
        {
            ["id"] = id,
            ["providerAlertId"] = plan.Product.Prefix.Length == 0 ? id : providerAlertId,
            ["incidentId"] = incidentId,
            ["status"] = "new",
            ["severity"] = plan.Severity,
            ["classification"] = null,
            ["determination"] = null,
            ["investigationState"] = plan.DetectionSource == "antivirus" ? "benign" : "unsupportedAlertType",
            ["serviceSource"] = plan.Product.ServiceSource,
            ["detectionSource"] = plan.DetectionSource,
            ["productName"] = plan.Product.Name,
            ["detectorId"] = Evidence.Uuid("detector/" + plan.Title),
            ["tenantId"] = tenant.TenantId.ToString(),
            ["alertPolicyId"] = plan.Product == Products.Office ? plan.Product.AlertType : null,
            ["title"] = plan.Title,
            ["description"] = plan.Description,
            ["recommendedActions"] = "Confirm with the owner, then contain what is affected.",
            ["category"] = plan.Category,
            ["categories"] = new JsonArray(plan.Category),
            ["assignedTo"] = null,
            ["alertWebUrl"] = $"https://security.microsoft.com/alerts/{id}?tid={tenant.TenantId}",
            ["incidentWebUrl"] = $"https://security.microsoft.com/incidents/{incidentId}?tid={tenant.TenantId}",
            ["actorDisplayName"] = null,
            ["threatDisplayName"] = plan.DetectionSource == "antivirus" ? scene.File.Threat : null,
            ["threatFamilyName"] = plan.DetectionSource == "antivirus" ? "Wacatac" : null,
            ["mitreTechniques"] = WireJson.Array(plan.Techniques),
            ["systemTags"] = new JsonArray(),
            ["createdDateTime"] = WireTime.Format(at),
            ["lastUpdateDateTime"] = WireTime.Format(at),
            ["resolvedDateTime"] = null,
            ["firstActivityDateTime"] = WireTime.Format(first),
            ["lastActivityDateTime"] = WireTime.Format(last),
            ["additionalData"] = null,
            ["customDetails"] = null,
            ["comments"] = new JsonArray(),
            ["evidence"] = new JsonArray([.. plan.Evidence(scene, at)]),
        };
    }

    /// <summary>Step 0: more evidence; 1: an analyst takes it; 2: it is resolved.</summary>
    public static void Advance(JsonObject alert, int step, Scene scene, DateTimeOffset at)
    {
        string now = WireTime.Format(at);
        alert["lastUpdateDateTime"] = now;
        switch (step)
        {
            case 0:
                ((JsonArray)alert["evidence"]!).Add(Evidence.Ip(scene.Place, at));
                alert["lastActivityDateTime"] = WireTime.Format(at - TimeSpan.FromSeconds(30));
                break;
            case 1:
                alert["status"] = "inProgress";
                alert["assignedTo"] = scene.Random.Pick(Cast.Analysts);
                ((JsonArray)alert["comments"]!).Add(new JsonObject
                {
                    ["@odata.type"] = "#microsoft.graph.security.alertComment",
                    ["comment"] = "Asked the owner.",
                    ["createdByDisplayName"] = alert["assignedTo"]!.GetValue<string>(),
                    ["createdDateTime"] = now,
                });
                break;
            default:
                (string classification, string determination) = alert["title"]!.GetValue<string>().Contains("Prelude", StringComparison.Ordinal)
                    ? ("informationalExpectedActivity", "securityTesting")
                    : scene.Random.Pick(new[]
                    {
                        ("truePositive", "phishing"), ("truePositive", "malware"), ("falsePositive", "notMalicious"),
                        ("informationalExpectedActivity", "confirmedActivity"), ("truePositive", "compromisedAccount"),
                    });
                alert["status"] = "resolved";
                alert["classification"] = classification;
                alert["determination"] = determination;
                alert["resolvedDateTime"] = now;
                foreach (JsonNode? evidence in (JsonArray)alert["evidence"]!)
                {
                    evidence!["remediationStatus"] = "remediated";
                }

                break;
        }
    }
}
