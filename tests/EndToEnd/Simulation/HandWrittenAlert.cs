using System.Text.Json;

namespace Dropzone.Ledger.EndToEnd.Simulation;

/// <summary>A Defender alert as Graph's <c>alerts_v2</c> serves it, written by hand.</summary>
internal static class HandWrittenAlert
{
    /// <summary>The document of an alert that was made and changed at a moment.</summary>
    public static string Json(string id, string title, DateTimeOffset at) => JsonSerializer.Serialize(new
    {
        id,
        providerAlertId = id,
        incidentId = "77",
        status = "new",
        severity = "high",
        serviceSource = "microsoftDefenderForEndpoint",
        detectionSource = "microsoftDefenderForEndpoint",
        productName = "Microsoft Defender for Endpoint",
        title,
        description = "Written by a test.",
        category = "Execution",
        createdDateTime = Written(at),
        lastUpdateDateTime = Written(at),
        firstActivityDateTime = Written(at),
        lastActivityDateTime = Written(at),
        comments = Array.Empty<object>(),
        evidence = Array.Empty<object>(),
    });

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
}
