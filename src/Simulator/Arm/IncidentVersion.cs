using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>Status and classification of an incident as one change left them.</summary>
/// <param name="By">Who changed it.</param>
/// <param name="At">When.</param>
/// <param name="Status">The status.</param>
/// <param name="Classification">The classification, or null.</param>
/// <param name="Reason">Its reason, or null.</param>
/// <param name="Comment">Its comment, or null.</param>
public sealed record IncidentVersion(string By, DateTimeOffset At, string Status, string? Classification, string? Reason, string? Comment)
{
    /// <summary>The properties that it is made of.</summary>
    internal static string[] Owned { get; } = ["status", "classification", "classificationReason", "classificationComment"];

    internal static IncidentVersion Of(IncidentState incident, string by, DateTimeOffset at) =>
        new(by, at, incident.Text(Owned[0]) ?? "", incident.Text(Owned[1]), incident.Text(Owned[2]), incident.Text(Owned[3]));
}
