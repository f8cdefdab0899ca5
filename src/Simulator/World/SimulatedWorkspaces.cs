using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>The workspaces of the tenant: the one that every connector starts with, and those that were added. They share one clock and nothing else.</summary>
internal sealed class SimulatedWorkspaces(SimulatedWorld main)
{
    private readonly List<SimulatedWorld> all = [main];

    /// <summary>Every workspace, the first one first.</summary>
    public IReadOnlyList<SimulatedWorld> All
    {
        get
        {
            lock (all)
            {
                return [.. all];
            }
        }
    }

    /// <summary>Adds a workspace in a subscription and resource group of the tenant.</summary>
    public SimulatedWorld Add(string name)
    {
        byte[] id = SHA256.HashData(Encoding.UTF8.GetBytes($"{main.Tenant.WorkspaceId}/{name}"));
        SimulatedTenant tenant = main.Tenant with { WorkspaceName = name, WorkspaceId = new Guid(id.AsSpan(0, 16), bigEndian: true) };
        var world = new SimulatedWorld(tenant, main.Clock, main.LogDelay);
        lock (all)
        {
            all.Add(world);
        }

        return world;
    }

    /// <summary>The workspace of this customer id; the first one when there is none, which then refuses the request.</summary>
    public SimulatedWorld ById(string id) => All.FirstOrDefault(world => string.Equals(world.Tenant.WorkspaceId.ToString(), id, StringComparison.OrdinalIgnoreCase)) ?? main;

    /// <summary>The workspace of this name; the first one when there is none.</summary>
    public SimulatedWorld ByName(string? name) => All.FirstOrDefault(world => string.Equals(world.Tenant.WorkspaceName, name, StringComparison.OrdinalIgnoreCase)) ?? main;
}
