using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Generation;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator;

/// <summary>A mail to be delivered.</summary>
/// <param name="InternetMessageId">The header Message-ID, angle brackets included.</param>
/// <param name="NetworkMessageId">Exchange's own id of the message.</param>
/// <param name="Subject">The subject.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The mailbox that it lies in.</param>
/// <param name="Urls">The urls in its text.</param>
public sealed record MailToDeliver(string InternetMessageId, string NetworkMessageId, string Subject, string From, string To, IReadOnlyList<string> Urls);

/// <content>Workspaces beside the first one, incidents that only the resource manager knows, merged incidents, own tables and mails.</content>
public sealed partial class SimulatedCloud
{
    /// <summary>Adds a workspace that holds nothing, and answers what a connector needs to read it.</summary>
    public SimulatedTenant AddWorkspace(string name) => workspaces.Add(name).Tenant;

    /// <summary>Every workspace of the tenant, the first one first.</summary>
    public IReadOnlyList<SimulatedTenant> Workspaces => [.. workspaces.All.Select(at => at.Tenant)];

    /// <summary>Writes rows of any table; a new one is made with the columns of its rows, <c>TimeGenerated</c> a datetime and all others text.</summary>
    public int PublishLogRows(string table, string json, Publication? publication = null, string? workspace = null) => PublishRows(
        workspace,
        at =>
        {
            if (at.Tables.FirstOrDefault(known => known.Name == table) is { } found)
            {
                return found;
            }

            return at.OwnTables[table] = new LogTable(table, [new LogColumn("TimeGenerated", LogType.DateTime)]);
        },
        json,
        publication);

    /// <summary>Adds a Sentinel incident that ARM serves and whose row never came, or has left the table.</summary>
    /// <param name="armJson">An ARM resource with name and properties.</param>
    /// <param name="alertIds">The SystemAlertIds of its alerts.</param>
    /// <param name="workspace">The workspace's name; null: the first one.</param>
    public void PublishArmIncident(string armJson, IEnumerable<string> alertIds, string? workspace = null)
    {
        JsonObject arm = JsonNode.Parse(armJson) as JsonObject ?? throw new JsonException("An incident is a JSON object.");
        SimulatedWorld at = workspaces.ByName(workspace);
        lock (at.Gate)
        {
            DateTimeOffset now = at.Advance();
            var incident = new IncidentState(arm["name"]!.ToString(), arm);
            incident.AlertIds.AddRange(alertIds);
            at.AddWithoutRow(incident, incident.Time("lastModifiedTimeUtc") ?? now);
        }
    }

    /// <summary>Merges an incident into another, as Defender does: the first one stays behind closed, with the tag <c>Redirected</c>.</summary>
    /// <returns>False when one of them does not exist.</returns>
    public bool MergeIncidents(string name, string into)
    {
        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            if (world.FindIncident(name) is not { } from || world.FindIncident(into) is not { } to)
            {
                return false;
            }

            world.Merge(from, to, now, "Microsoft Defender XDR - alert correlation");
            return true;
        }
    }

    /// <summary>Delivers a mail; with none of that mailbox yet, opens it.</summary>
    public void DeliverMail(MailToDeliver mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        lock (world.Gate)
        {
            world.Mails.Deliver(
                mail.To,
                MailMessage.Of(mail.InternetMessageId, mail.NetworkMessageId, mail.Subject, mail.From, mail.From, mail.To, "203.0.113.8", mail.Urls, world.Advance()));
        }
    }
}
