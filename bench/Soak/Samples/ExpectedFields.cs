using static Dropzone.Ledger.Bench.Soak.Samples.Likeness;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>What must be found where, written down from the sources' documentation: independent of the product's mappers.</summary>
internal static class ExpectedFields
{
    /// <summary>The table of a resource; null when there is no such source.</summary>
    public static IReadOnlyList<ExpectedField>? Of(string resource) => resource switch
    {
        "graphAlerts" => GraphAlerts,
        "graphIncidents" => GraphIncidents,
        "emailThreats" => EmailThreats,
        "armIncidents" => ArmIncidents,
        "securityAlertRows" => SecurityAlertRows,
        "securityIncidentRows" => SecurityIncidentRows,
        _ => null,
    };

    private static ExpectedField[] GraphAlerts { get; } =
    [
        new("title", "title"), new("severity", "severity", AnyCase), new("status", "status"), new("description", "description"),
        new("classification", "classification"), new("determination", "determination"), new("detectionSource", "detectionSource"),
        new("serviceSource", "serviceSource"), new("productName", "products", Among), new("category", "categories", Among),
        new("mitreTechniques", "techniques", Among), new("systemTags", "tags", Among), new("assignedTo", "assignedTo"),
        new("createdDateTime", "createdAt"), new("lastUpdateDateTime", "modifiedAt"), new("firstActivityDateTime", "firstActivityAt"),
        new("lastActivityDateTime", "lastActivityAt"), new("resolvedDateTime", "resolvedAt"), new("alertWebUrl", "url"),
        new("incidentId", "providerIncidentId"), new("id", "vendorAlertIds", Among), new("providerAlertId", "vendorAlertIds", Among),
        new("evidence", "entityCount", Count), new("comments", "commentCount", Count),
    ];

    private static ExpectedField[] GraphIncidents { get; } =
    [
        new("displayName", "title"), new("severity", "severity", AnyCase), new("status", "status"), new("description", "description"),
        new("classification", "classification"), new("determination", "determination"), new("customTags", "tags", Among),
        new("systemTags", "tags", Among), new("assignedTo", "assignedTo"), new("lastModifiedBy", "modifiedBy"),
        new("createdDateTime", "createdAt"), new("lastUpdateDateTime", "modifiedAt"), new("incidentWebUrl", "url"), new("id", "providerIncidentId"),
        new("redirectIncidentId", "redirectedTo"), new("comments", "commentCount", Count),
    ];

    private static ExpectedField[] EmailThreats { get; } =
    [
        new("status", "status"), new("category", "categories", Among), new("contentType", "tags", Among), new("source", "detectionSource"), new("clientSource", "serviceSource"),
        new("result.category", "emailCategory"), new("result.detail", "determination"), new("adminReview.reviewResult", "classification"),
        new("createdDateTime", "createdAt"), new("createdDateTime", "modifiedAt"), new("receivedDateTime", "firstActivityAt"),
        new("adminReview.reviewDateTime", "resolvedAt"), new("internetMessageId", "internetMessageId"),
    ];

    private static ExpectedField[] ArmIncidents { get; } =
    [
        new("properties.title", "title"), new("properties.severity", "severity", AnyCase), new("properties.status", "status"),
        new("properties.description", "description"), new("properties.classification", "classification"),
        new("properties.classificationReason", "determination"), new("properties.createdTimeUtc", "createdAt", Time),
        new("properties.lastModifiedTimeUtc", "modifiedAt", Time), new("properties.firstActivityTimeUtc", "firstActivityAt", Time),
        new("properties.lastActivityTimeUtc", "lastActivityAt", Time), new("properties.incidentUrl", "url"),
        new("properties.incidentNumber", "incidentNumber"), new("properties.providerIncidentId", "providerIncidentId"),
        new("properties.owner.assignedTo", "assignedTo"), new("properties.additionalData.alertProductNames", "products", Among),
        new("properties.additionalData.tactics", "categories", Among), new("properties.additionalData.techniques", "techniques", Among),
        new("properties.additionalData.commentsCount", "commentCount"),
    ];

    private static ExpectedField[] SecurityIncidentRows { get; } =
    [
        new("Title", "title"), new("Severity", "severity", AnyCase), new("Status", "status"), new("Description", "description"),
        new("Classification", "classification"), new("ClassificationReason", "determination"), new("ProviderName", "serviceSource"),
        new("CreatedTime", "createdAt", Time), new("LastModifiedTime", "modifiedAt", Time), new("FirstActivityTime", "firstActivityAt", Time),
        new("LastActivityTime", "lastActivityAt", Time), new("ClosedTime", "resolvedAt", Time), new("IncidentUrl", "url"),
        new("IncidentNumber", "incidentNumber"), new("ProviderIncidentId", "providerIncidentId"), new("ModifiedBy", "modifiedBy"),
    ];

    // The older export of the table names some columns otherwise than the table does today; both names stand here.
    private static ExpectedField[] SecurityAlertRows { get; } =
    [
        new("SystemAlertId", "alerts.0.systemAlertId"), new("AlertDisplayName", "alerts.0.title"), new("DisplayName", "alerts.0.title"),
        new("Severity", "alerts.0.severity", AnyCase), new("AlertSeverity", "alerts.0.severity", AnyCase), new("Status", "alerts.0.status"),
        new("VendorName", "alerts.0.vendor"), new("VendorName", "vendors", Among), new("ProductName", "alerts.0.product"),
        new("ProviderName", "alerts.0.provider"), new("AlertType", "alerts.0.alertType"), new("AlertLink", "alerts.0.url"),
        new("ProviderAlertId", "alerts.0.vendorAlertIds", Among), new("VendorOriginalId", "alerts.0.vendorAlertIds", Among),
        new("StartTimeUtc", "alerts.0.startTime", Time), new("StartTime", "alerts.0.startTime", Time),
        new("EndTimeUtc", "alerts.0.endTime", Time), new("EndTime", "alerts.0.endTime", Time),
        new("Tactics", "alerts.0.tactics", Among), new("Techniques", "alerts.0.techniques", Among),
        new("AlertDisplayName", "title"), new("DisplayName", "title"), new("Description", "description"), new("Severity", "severity", AnyCase),
    ];
}
