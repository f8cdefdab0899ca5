using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>
/// The enums of the security API. Members added after the sentinel are delivered as <c>unknownFutureValue</c>
/// unless the request prefers <c>include-unknown-enum-members</c>.
/// </summary>
internal static class GraphEnums
{
    public static IReadOnlySet<string> Severity { get; } = Set("unknown", "informational", "low", "medium", "high");

    public static IReadOnlySet<string> AlertStatus { get; } = Set("unknown", "new", "inProgress", "resolved");

    public static IReadOnlySet<string> IncidentStatus { get; } = Set("active", "resolved", "inProgress", "redirected", "awaitingAction");

    public static IReadOnlySet<string> Classification { get; } = Set("unknown", "falsePositive", "truePositive", "informationalExpectedActivity");

    public static IReadOnlySet<string> Determination { get; } = Set(
        "unknown", "apt", "malware", "securityPersonnel", "securityTesting", "unwantedSoftware", "other", "multiStagedAttack", "compromisedAccount", "phishing",
        "maliciousUserActivity", "notMalicious", "notEnoughDataToValidate", "confirmedActivity", "lineOfBusinessApplication");

    public static IReadOnlySet<string> ServiceSource { get; } = Set(
        "unknown", "microsoftDefenderForEndpoint", "microsoftDefenderForIdentity", "microsoftDefenderForCloudApps", "microsoftDefenderForOffice365",
        "microsoft365Defender", "azureAdIdentityProtection", "microsoftAppGovernance", "dataLossPrevention", "microsoftDefenderForCloud", "microsoftSentinel",
        "microsoftInsiderRiskManagement", "microsoftThreatIntelligence", "microsoftSecurityForAI");

    private static readonly HashSet<string> Late = Set(
        "microsoftDefenderForCloud", "microsoftSentinel", "microsoftInsiderRiskManagement", "microsoftThreatIntelligence", "microsoftSecurityForAI", "awaitingAction",
        "microsoftDefenderForIoT", "microsoftDefenderForServers", "microsoftDefenderForStorage", "microsoftDefenderForDNS", "microsoftDefenderForDatabases",
        "microsoftDefenderForContainers", "microsoftDefenderForNetwork", "microsoftDefenderForAppService", "microsoftDefenderForKeyVault",
        "microsoftDefenderForResourceManager", "microsoftDefenderForApiManagement", "nrtAlerts", "scheduledAlerts",
        "microsoftDefenderThreatIntelligenceAnalytics", "builtInMl", "microsoftDefenderForAIServices", "securityCopilot");

    private static readonly HashSet<string> LateResults = Set(
        "beingAnalyzed", "notSubmittedToMicrosoft", "phishingSimulation", "allowedDueToOrganizationOverride", "blockedDueToOrganizationOverride",
        "allowedDueToUserOverride", "blockedDueToUserOverride", "itemNotfound", "threatsFound", "noThreatsFound", "domainImpersonation", "userImpersonation",
        "brandImpersonation", "authenticationFailure", "spoofedBlocked", "spoofedAllowed", "bulk", "reasonLostInTransit");

    /// <summary>Whether the record holds a late member at a place where it would be hidden.</summary>
    public static bool HasLateMember(IReadOnlyDictionary<string, JsonElement> values) =>
        values.Any(value => value.Key is "serviceSource" or "detectionSource" or "status" && value.Value.ValueKind == JsonValueKind.String && Late.Contains(value.Value.GetString()!));

    /// <summary>Hides late members in <paramref name="record"/>.</summary>
    public static void Hide(JsonObject record)
    {
        foreach (string name in new[] { "serviceSource", "detectionSource", "status" })
        {
            HideMember(record, name, Late);
        }

        if (record["result"] is JsonObject result)
        {
            HideMember(result, "category", LateResults);
        }
    }

    private static void HideMember(JsonObject owner, string name, HashSet<string> late)
    {
        if (owner[name] is JsonValue value && value.TryGetValue(out string? text) && late.Contains(text))
        {
            owner[name] = "unknownFutureValue";
        }
    }

    private static HashSet<string> Set(params string[] members) => new(members, StringComparer.OrdinalIgnoreCase);
}
