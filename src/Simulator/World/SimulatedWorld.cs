using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.LogAnalytics;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>
/// The one state of the world. A Defender alert lives once and is shown by Graph and, inside an incident, by SecurityAlert;
/// an incident lives once and is shown by ARM, by SecurityIncident and, when it is an XDR incident, by Graph.
/// Every member is called under <see cref="Gate"/>.
/// </summary>
internal sealed class SimulatedWorld(SimulatedTenant tenant, SimulatedClock clock, TimeSpan logDelay)
{
    private readonly Dictionary<string, IncidentState> incidents = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> versions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Guards the world.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The simulated clock.</summary>
    public SimulatedClock Clock { get; } = clock;

    /// <summary>Whose world it is.</summary>
    public SimulatedTenant Tenant { get; } = tenant;

    /// <summary>What is planned.</summary>
    public Schedule Schedule { get; } = new();

    /// <summary>Graph alerts.</summary>
    public GraphCollection Alerts { get; } = new();

    /// <summary>Graph incidents.</summary>
    public GraphCollection XdrIncidents { get; } = new();

    /// <summary>Reported mails.</summary>
    public GraphCollection EmailThreats { get; } = new();

    /// <summary>The SecurityAlert table.</summary>
    public LogTable SecurityAlert { get; } = new("SecurityAlert", LogSchemas.SecurityAlert);

    /// <summary>The SecurityIncident table.</summary>
    public LogTable SecurityIncident { get; } = new("SecurityIncident", LogSchemas.SecurityIncident);

    /// <summary>The SigninLogs table.</summary>
    public LogTable SigninLogs { get; } = new("SigninLogs", LogSchemas.SigninLogs);

    /// <summary>Tables of a person's own, by name.</summary>
    public Dictionary<string, LogTable> OwnTables { get; } = new(StringComparer.Ordinal);

    /// <summary>The hunting table DataSecurityEvents; the workspace does not know it.</summary>
    public LogTable DataSecurityEvents { get; } = new("DataSecurityEvents", LogSchemas.DataSecurityEvents);

    /// <summary>The quarantine of Exchange Online.</summary>
    public Quarantine Quarantine { get; } = new();

    /// <summary>Mails that were delivered.</summary>
    public DeliveredMails Mails { get; } = new();

    /// <summary>Every table that holds a row; one without is unknown to the query service.</summary>
    public IEnumerable<LogTable> Tables => new[] { SecurityAlert, SecurityIncident, SigninLogs }.Concat(OwnTables.Values).Where(table => table.Count > 0);

    /// <summary>Every Sentinel incident.</summary>
    public IReadOnlyCollection<IncidentState> Incidents => incidents.Values;

    /// <summary>How long after its source time a row becomes queryable.</summary>
    public TimeSpan LogDelay { get; set; } = logDelay;

    /// <summary>Every full replace of an incident that was accepted.</summary>
    public List<Arm.AcceptedWrite> Writes { get; } = [];

    /// <summary>Called after an incident was written through ARM, so that its XDR twin follows.</summary>
    public Action<IncidentState, DateTimeOffset>? Written { get; set; }

    /// <summary>Lets everything happen that is due.</summary>
    /// <returns>The world's time.</returns>
    public DateTimeOffset Advance()
    {
        DateTimeOffset now = Clock.Now;
        Schedule.RunUntil(now);
        return now;
    }

    /// <summary>The incident named <paramref name="name"/>.</summary>
    public IncidentState? FindIncident(string name) => incidents.GetValueOrDefault(name);

    /// <summary>Adds an incident, or replaces one of the same name, and writes its row.</summary>
    /// <param name="incident">The incident; its etag is left as given when it has one.</param>
    /// <param name="at">Its source time.</param>
    /// <param name="modifiedBy">Who made it.</param>
    /// <param name="ingested">When its row becomes queryable; null: after the usual delay.</param>
    public void AddIncident(IncidentState incident, DateTimeOffset at, string modifiedBy, DateTimeOffset? ingested = null)
    {
        incidents[incident.Name] = incident;
        int version = NextVersion(incident.Name);
        if (incident.Arm["etag"] is null)
        {
            incident.Arm["etag"] = Etag(incident.Name, version, at);
        }

        AppendRow(incident, at, modifiedBy, version, ingested);
    }

    /// <summary>Deletes an incident; its rows stay. False when there is none.</summary>
    public bool RemoveIncident(string name) => incidents.Remove(name);

    /// <summary>Adds an incident that ARM knows and whose row never came, or has left the table.</summary>
    public void AddWithoutRow(IncidentState incident, DateTimeOffset at)
    {
        incidents[incident.Name] = incident;
        incident.Arm["etag"] ??= Etag(incident.Name, NextVersion(incident.Name), at);
    }

    /// <summary>
    /// Merges an incident into another as Defender does: its alerts move, and it stays behind closed, with the tag <c>Redirected</c>.
    /// </summary>
    public void Merge(IncidentState from, IncidentState into, DateTimeOffset at, string modifiedBy)
    {
        into.AlertIds.AddRange(from.AlertIds.Except(into.AlertIds, StringComparer.OrdinalIgnoreCase).ToList());
        from.AlertIds.Clear();
        from.Properties["status"] = "Closed";
        from.Properties["classification"] = "Undetermined";
        from.Properties.Remove("classificationReason");
        JsonArray labels = from.Properties["labels"] as JsonArray is { } old ? (JsonArray)old.DeepClone() : [];
        labels.Add(new JsonObject { ["labelName"] = "Redirected", ["labelType"] = "AutoAssigned" });
        from.Properties["labels"] = labels;
        Changed(into, at, modifiedBy);
        Changed(from, at + TimeSpan.FromMilliseconds(200), modifiedBy);
    }

    /// <summary>Records that <paramref name="incident"/> was changed: new etag, new row.</summary>
    public void Changed(IncidentState incident, DateTimeOffset at, string modifiedBy)
    {
        int version = NextVersion(incident.Name);
        incident.Original = null;
        incident.FirstModified ??= at;
        incident.Closed = incident.Text("status") == "Closed" ? at : incident.Closed;
        incident.Properties["lastModifiedTimeUtc"] = WireTime.Format(at);
        incident.Arm["etag"] = Etag(incident.Name, version, at);
        if (incident.Properties["additionalData"] is JsonObject additional)
        {
            additional["alertsCount"] = incident.AlertIds.Count;
        }

        AppendRow(incident, at, modifiedBy, version, null);
    }

    /// <summary>The spread between source time and ingestion of one row: up to three quarters of the usual delay more.</summary>
    public DateTimeOffset IngestionOf(string name, int version, DateTimeOffset at)
    {
        double share = Digest($"{name}/{version}") % 1000 / 1000.0;
        return at + LogDelay + TimeSpan.FromTicks((long)(LogDelay.Ticks * 0.75 * share));
    }

    private void AppendRow(IncidentState incident, DateTimeOffset at, string modifiedBy, int version, DateTimeOffset? ingested)
    {
        incident.Versions.Add(Arm.IncidentVersion.Of(incident, modifiedBy, at));
        DateTimeOffset generated = ingested is null ? at + TimeSpan.FromMilliseconds(100 + (Digest(incident.Name) % 900)) : at;
        SecurityIncident.Append(IncidentRow.Of(
            incident,
            Tenant.WorkspaceId.ToString(),
            modifiedBy,
            generated,
            ingested ?? IngestionOf(incident.Name, version, generated)));
    }

    private int NextVersion(string name) => versions[name] = versions.GetValueOrDefault(name) + 1;

    private static string Etag(string name, int version, DateTimeOffset at) =>
        $"\"{Digest($"{name}/etag/{version}"):x8}-0000-0d00-0000-{(uint)at.ToUnixTimeSeconds():x8}0000\"";

    private static uint Digest(string text) => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
