namespace Dropzone.Ledger.Simulator.World;

/// <summary>The columns of the two Sentinel tables.</summary>
internal static class LogSchemas
{
    /// <summary>The columns of SecurityIncident.</summary>
    public static IReadOnlyList<LogColumn> SecurityIncident { get; } =
    [
        .. Of(LogType.String, "TenantId"),
        .. Of(LogType.DateTime, "TimeGenerated"),
        .. Of(LogType.String, "IncidentName", "Title", "Description", "Severity", "Status", "Classification", "ClassificationComment",
            "ClassificationReason"),
        .. Of(LogType.Dynamic, "Owner"),
        .. Of(LogType.String, "ProviderName", "ProviderIncidentId"),
        .. Of(LogType.DateTime, "FirstActivityTime", "LastActivityTime", "FirstModifiedTime", "LastModifiedTime", "CreatedTime", "ClosedTime"),
        .. Of(LogType.Int, "IncidentNumber"),
        .. Of(LogType.Dynamic, "RelatedAnalyticRuleIds", "AlertIds", "BookmarkIds", "Comments", "Tasks", "Labels"),
        .. Of(LogType.String, "IncidentUrl"),
        .. Of(LogType.Dynamic, "AdditionalData"),
        .. Of(LogType.String, "ModifiedBy", "SourceSystem", "Type"),
        .. Of(LogType.Real, "_BilledSize"),
        .. Of(LogType.String, "_IsBillable"),
    ];

    /// <summary>The columns of SecurityAlert.</summary>
    public static IReadOnlyList<LogColumn> SecurityAlert { get; } =
    [
        .. Of(LogType.String, "TenantId"),
        .. Of(LogType.DateTime, "TimeGenerated"),
        .. Of(LogType.String, "DisplayName", "AlertName", "AlertSeverity", "Description", "ProviderName", "VendorName", "VendorOriginalId",
            "SystemAlertId", "ResourceId", "SourceComputerId", "AlertType", "ConfidenceLevel"),
        .. Of(LogType.Real, "ConfidenceScore"),
        .. Of(LogType.Bool, "IsIncident"),
        .. Of(LogType.DateTime, "StartTime", "EndTime", "ProcessingEndTime"),
        .. Of(LogType.String, "RemediationSteps", "ExtendedProperties", "Entities", "SourceSystem", "WorkspaceSubscriptionId",
            "WorkspaceResourceGroup", "ExtendedLinks", "ProductName", "ProductComponentName", "AlertLink", "Status", "CompromisedEntity",
            "Tactics", "Techniques", "SubTechniques", "Type"),
    ];

    /// <summary>The columns of SigninLogs that stories need.</summary>
    public static IReadOnlyList<LogColumn> SigninLogs { get; } =
    [
        .. Of(LogType.String, "TenantId"),
        .. Of(LogType.DateTime, "TimeGenerated"),
        .. Of(LogType.String, "Id", "CorrelationId", "UserPrincipalName", "UserDisplayName", "UserId", "AppDisplayName", "IPAddress", "Location", "ResultType",
            "ResultDescription", "ClientAppUsed", "RiskLevelDuringSignIn", "Type"),
    ];

    /// <summary>The columns of the hunting table DataSecurityEvents that tell what data loss prevention did.</summary>
    public static IReadOnlyList<LogColumn> DataSecurityEvents { get; } =
    [
        .. Of(LogType.DateTime, "Timestamp"),
        .. Of(LogType.String, "ActionType", "AccountObjectId", "AccountUpn", "ObjectName", "DlpPolicyMatchInfo"),
        .. Of(LogType.Int, "DlpPolicyEnforcementMode"),
    ];

    private static IEnumerable<LogColumn> Of(LogType type, params string[] names) => names.Select(name => new LogColumn(name, type));
}
