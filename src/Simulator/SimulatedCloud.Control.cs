using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Control;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.Simulator.LogAnalytics;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator;

/// <summary>When a published record shows up.</summary>
/// <param name="VisibleAt">When readers first see it, or when its row becomes queryable; null: at once.</param>
/// <param name="ModifiedAt">What filters and orders take for its last change; null: what the record says.</param>
public sealed record Publication(DateTimeOffset? VisibleAt = null, DateTimeOffset? ModifiedAt = null);

/// <content>What the control endpoint does, as methods.</content>
public sealed partial class SimulatedCloud
{
    /// <summary>The time of the simulated world.</summary>
    public DateTimeOffset Now => world.Clock.Now;

    /// <summary>How long after its modification a generated Graph record becomes queryable; for records to come.</summary>
    public TimeSpan GraphDelay
    {
        get => graphDelay;
        set => graphDelay = value;
    }

    /// <summary>How long after its source time a row becomes queryable (up to three quarters more); for rows to come.</summary>
    public TimeSpan LogAnalyticsDelay
    {
        get => world.LogDelay;
        set => world.LogDelay = value;
    }

    /// <summary>Graph pages are never longer; null: as documented.</summary>
    public int? GraphPageCap
    {
        get => graphLimits.PageCap;
        set => graphLimits.PageCap = value;
    }

    /// <summary>ARM pages are never longer; null: 50.</summary>
    public int? ArmPageCap
    {
        get => armLimits.PageCap;
        set => armLimits.PageCap = value;
    }

    /// <summary>The Graph budget of an app a minute; null: none.</summary>
    public int? GraphRequestsPerMinute
    {
        get => graphLimits.RequestsPerMinute;
        set => graphLimits.RequestsPerMinute = value;
    }

    /// <summary>How long access tokens live that are issued from now on.</summary>
    public TimeSpan TokenLifetime
    {
        get => tokens.Lifetime;
        set => tokens.Lifetime = value;
    }

    /// <summary>The row limit of a Log Analytics answer.</summary>
    public int LogAnalyticsRowLimit
    {
        get => logLimits.Rows;
        set => logLimits.Rows = value;
    }

    /// <summary>The size limit of a Log Analytics answer in bytes.</summary>
    public long LogAnalyticsByteLimit
    {
        get => logLimits.Bytes;
        set => logLimits.Bytes = value;
    }

    /// <summary>The last 2,000 requests, oldest first.</summary>
    public IReadOnlyList<RequestEntry> Requests => requests.Last();

    /// <summary>How many requests each service had: token, graph, loganalytics, arm.</summary>
    public IReadOnlyDictionary<string, long> RequestCounts => requests.Counts();

    /// <summary>The faults in force, with how many requests each matched and struck.</summary>
    public IReadOnlyList<(Fault Fault, int Matches, int Hits)> Faults => faults.List();

    /// <summary>Moves the world's clock; negative is a clock that jumps back.</summary>
    public void ShiftTime(TimeSpan by) => Advance(() => world.Clock.Shift(by));

    /// <summary>Lets the world's time run faster or slower than the host's, from where it stands: 60 = an hour a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public void ScaleTime(double speed) => Advance(() => world.Clock.Scale(speed));

    /// <summary>Stops the world's clock at a moment, or where it is.</summary>
    public void FreezeTime(DateTimeOffset? at = null) => Advance(() => world.Clock.Freeze(at));

    /// <summary>Lets a frozen clock go on from where it stood.</summary>
    public void ResumeTime() => Advance(world.Clock.Resume);

    /// <summary>Lets everything happen that is due.</summary>
    public void Tick() => Advance(() => { });

    /// <summary>Holds everything the generator has planned.</summary>
    public void PauseGeneration() => Advance(() => world.Schedule.Pause(world.Clock.Now));

    /// <summary>Goes on; what was planned happens later by the length of the pause.</summary>
    public void ResumeGeneration() => Advance(() => world.Schedule.Resume(world.Clock.Now));

    /// <summary>Puts a fault in force.</summary>
    /// <returns>Its id.</returns>
    public string AddFault(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return faults.Add(fault);
    }

    /// <summary>Takes a fault away.</summary>
    public bool RemoveFault(string id) => faults.Remove(id);

    /// <summary>Takes all faults away.</summary>
    public void ClearFaults() => faults.Clear();

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => requests.Clear();

    /// <summary>Publishes Graph alerts; their bytes are served unchanged.</summary>
    /// <param name="json">One JSON value, or an array of them.</param>
    /// <param name="publication">When it shows up.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public IReadOnlyList<string> PublishAlerts(string json, Publication? publication = null) => Publish(world.Alerts, json, publication);

    /// <summary>Publishes Graph incidents; see <see cref="PublishAlerts"/>.</summary>
    public IReadOnlyList<string> PublishIncidents(string json, Publication? publication = null) => Publish(world.XdrIncidents, json, publication);

    /// <summary>Publishes reported mails; see <see cref="PublishAlerts"/>.</summary>
    public IReadOnlyList<string> PublishEmailThreats(string json, Publication? publication = null) => Publish(world.EmailThreats, json, publication);

    /// <summary>Writes rows of SecurityAlert, with today's or older column names.</summary>
    public int PublishSecurityAlertRows(string json, Publication? publication = null, string? workspace = null) =>
        PublishRows(workspace, at => at.SecurityAlert, json, publication);

    /// <summary>Writes rows of SecurityIncident. ARM does not know of them; <see cref="PublishSentinelIncident"/> does both.</summary>
    public int PublishSecurityIncidentRows(string json, Publication? publication = null, string? workspace = null) =>
        PublishRows(workspace, at => at.SecurityIncident, json, publication);

    /// <summary>Adds a Sentinel incident in its ARM form: ARM serves it, and its row is written.</summary>
    /// <param name="armJson">An ARM resource with name and properties.</param>
    /// <param name="alertIds">The SystemAlertIds of its alerts.</param>
    /// <param name="publication">When its row becomes queryable.</param>
    public void PublishSentinelIncident(string armJson, IEnumerable<string> alertIds, Publication? publication = null)
    {
        JsonObject arm = JsonNode.Parse(armJson) as JsonObject ?? throw new JsonException("An incident is a JSON object.");
        if (arm["name"] is null || arm["properties"] is not JsonObject)
        {
            throw new JsonException("An incident has a name and properties.");
        }

        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            var incident = new IncidentState(arm["name"]!.ToString(), arm);
            incident.AlertIds.AddRange(alertIds);
            world.AddIncident(incident, publication?.ModifiedAt ?? incident.Time("lastModifiedTimeUtc") ?? now, "Published", publication?.VisibleAt ?? now);
        }
    }

    /// <summary>Changes an incident as somebody in the portal would: new etag, new row, and its XDR twin follows.</summary>
    /// <param name="name">The ARM name.</param>
    /// <param name="propertiesJson">The properties to set; null removes one.</param>
    /// <param name="modifiedBy">Who did it.</param>
    /// <returns>False when there is no such incident.</returns>
    public bool ChangeIncident(string name, string propertiesJson, string modifiedBy)
    {
        JsonObject given = JsonNode.Parse(propertiesJson) as JsonObject ?? throw new JsonException("Properties are a JSON object.");
        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            if (world.FindIncident(name) is not { } incident)
            {
                return false;
            }

            foreach (KeyValuePair<string, JsonNode?> property in given)
            {
                incident.Properties[property.Key] = property.Value?.DeepClone();
            }

            world.Changed(incident, now, modifiedBy);
            world.Written?.Invoke(incident, now);
            return true;
        }
    }

    /// <summary>What the world holds now.</summary>
    public SimulatedCounts Count()
    {
        lock (world.Gate)
        {
            DateTimeOffset now = world.Advance();
            return new SimulatedCounts(
                world.Alerts.Records.Count(record => record.At(now) is not null),
                world.XdrIncidents.Records.Count(record => record.At(now) is not null),
                world.Incidents.Count,
                world.SecurityAlert.At(now).Length,
                world.SecurityIncident.At(now).Length);
        }
    }

    private List<string> Publish(GraphCollection collection, string json, Publication? publication)
    {
        lock (world.Gate)
        {
            DateTimeOffset visible = publication?.VisibleAt ?? world.Advance();
            return [.. Items(json).Select(item => collection.Publish(Encoding.UTF8.GetBytes(item.GetRawText()), visible, publication?.ModifiedAt))];
        }
    }

    private int PublishRows(string? workspace, Func<SimulatedWorld, LogTable> find, string json, Publication? publication)
    {
        SimulatedWorld at = workspaces.ByName(workspace);
        lock (at.Gate)
        {
            DateTimeOffset now = at.Advance();
            LogTable table = find(at);
            int written = 0;
            foreach (JsonElement item in Items(json))
            {
                Dictionary<string, object?> cells = RawRow.Read(item, table);
                cells.TryAdd("TimeGenerated", publication?.ModifiedAt ?? now);
                table.Append(new LogRow(cells, publication?.VisibleAt ?? now));
                written++;
            }

            return written;
        }
    }

    private static JsonElement[] Items(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement.Clone();
        return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
    }

    private void Advance(Action act)
    {
        lock (world.Gate)
        {
            world.Advance();
            act();
            world.Advance();
        }
    }
}

/// <summary>How much there is.</summary>
/// <param name="Alerts">Visible Graph alerts.</param>
/// <param name="XdrIncidents">Visible Graph incidents.</param>
/// <param name="SentinelIncidents">Incidents ARM lists.</param>
/// <param name="SecurityAlertRows">Queryable rows of SecurityAlert.</param>
/// <param name="SecurityIncidentRows">Queryable rows of SecurityIncident.</param>
public sealed record SimulatedCounts(int Alerts, int XdrIncidents, int SentinelIncidents, int SecurityAlertRows, int SecurityIncidentRows);
