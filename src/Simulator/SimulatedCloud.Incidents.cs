using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Arm;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator;

/// <content>What can be done to Sentinel incidents, and what was.</content>
public sealed partial class SimulatedCloud
{
    /// <summary>How much faster than the published rates the resource manager's buckets fill; null: it throttles nobody.</summary>
    public double? ArmBudgetScale
    {
        get => armLimits.Budget.Scale;
        set => armLimits.Budget.Scale = value;
    }

    /// <summary>Every full replace of an incident that was accepted, in order.</summary>
    public IReadOnlyList<AcceptedWrite> AcceptedWrites
    {
        get
        {
            lock (world.Gate)
            {
                return [.. world.Writes];
            }
        }
    }

    /// <summary>An incident in its ARM form, as it is now; null when there is none.</summary>
    public string? ShowIncident(string name)
    {
        lock (world.Gate)
        {
            return world.FindIncident(name) is { } incident ? System.Text.Encoding.UTF8.GetString(incident.ToBytes()) : null;
        }
    }

    /// <summary>Every version of an incident, oldest first; none when there is no such incident.</summary>
    public IReadOnlyList<IncidentVersion> IncidentVersions(string name)
    {
        lock (world.Gate)
        {
            return [.. world.FindIncident(name)?.Versions ?? []];
        }
    }

    /// <summary>The messages of an incident's comments.</summary>
    public IReadOnlyList<string> ShowComments(string name)
    {
        lock (world.Gate)
        {
            return [.. (world.FindIncident(name)?.Comments.Values ?? Enumerable.Empty<JsonObject>()).Select(c => c["properties"]!["message"]!.ToString())];
        }
    }

    /// <summary>Deletes an incident; false when there is none.</summary>
    public bool DeleteIncident(string name)
    {
        lock (world.Gate)
        {
            return world.RemoveIncident(name);
        }
    }
}
