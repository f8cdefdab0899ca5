namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>The sorts of item that sources report, as they stand in stream ids. An open set of strings.</summary>
public static class AlertKind
{
    /// <summary>A Defender alert (Graph <c>alerts_v2</c>).</summary>
    public const string DefenderAlert = "defender-alert";

    /// <summary>A Defender incident (Graph <c>incidents</c>).</summary>
    public const string DefenderIncident = "defender-incident";

    /// <summary>A Sentinel incident; its SecurityAlerts are facts of it.</summary>
    public const string SentinelIncident = "sentinel-incident";

    /// <summary>A mail that a user or administrator submitted.</summary>
    public const string EmailThreatSubmission = "email-threat-submission";

    /// <summary>A mail in the reporting mailbox.</summary>
    public const string ReportedEmail = "reported-email";

    /// <summary>A row of a person's KQL query.</summary>
    public const string KqlRow = "kql-row";
}
