namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>One full replace of an incident that was accepted.</summary>
/// <param name="Incident">The incident's name.</param>
/// <param name="By">The application.</param>
/// <param name="Changed">Whether status, classification, its reason or its comment became another.</param>
/// <param name="At">When.</param>
public sealed record AcceptedWrite(string Incident, string By, bool Changed, DateTimeOffset At)
{
    /// <summary>What status and classification became.</summary>
    public required IncidentVersion Version { get; init; }

    /// <summary>Whether any other property became another, byte for byte.</summary>
    public bool OthersChanged { get; init; }
}
