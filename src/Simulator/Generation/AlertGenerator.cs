using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>
/// Plans campaigns: a history before the start, then an endless stream. What happens, and when, depends on seed and start time only;
/// each campaign draws from a random stream of its own.
/// </summary>
internal sealed class AlertGenerator(SimulatedWorld world, int seed, Func<TimeSpan> graphDelay)
{
    private readonly Dictionary<string, CampaignRun> runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CampaignRun> open = [];
    private int campaigns;

    /// <summary>Plans <paramref name="alerts"/> alerts over the seven days before <paramref name="start"/>.</summary>
    public void PlanHistory(int alerts, DateTimeOffset start)
    {
        TimeSpan pace = alerts == 0 ? TimeSpan.Zero : TimeSpan.FromDays(7) / alerts;
        int planned = 0;
        while (planned < alerts)
        {
            planned += Begin(start - TimeSpan.FromDays(7) + (pace * planned), pace, alerts - planned, start);
        }
    }

    /// <summary>Plans the stream after <paramref name="start"/>.</summary>
    public void PlanStream(double alertsPerMinute, DateTimeOffset start)
    {
        if (alertsPerMinute > 0)
        {
            Next(start + TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1) / alertsPerMinute);
        }
    }

    /// <summary>Tells the XDR twin that its Sentinel incident was written through ARM.</summary>
    public void SentinelWritten(IncidentState incident, DateTimeOffset at)
    {
        if (!runs.TryGetValue(incident.Name, out CampaignRun? run))
        {
            run = open.Find(candidate => candidate.Sentinel == incident);
            if (run is null)
            {
                return;
            }

            runs.Add(incident.Name, run);
        }

        run.SentinelWritten(at);
    }

    private void Next(DateTimeOffset at, TimeSpan pace) => world.Schedule.Plan(at, now =>
    {
        int alerts = Begin(now, pace, int.MaxValue, null);
        Next(now + (pace * alerts), pace);
    });

    private int Begin(DateTimeOffset at, TimeSpan pace, int atMost, DateTimeOffset? end)
    {
        int number = campaigns++;
        SeededStream random = SeededStream.For(seed, $"campaign/{number}");
        Scene scene = Scene.From(random);
        if (random.Chance(0.15))
        {
            var rule = new RuleRun(world, scene, 500 + number);
            world.Schedule.Plan(Before(at + (pace * random.Fraction()), end), rule.Fire);
            return 1;
        }

        Campaign campaign = Campaigns.Pick(scene);
        var run = new CampaignRun(world, campaign, scene, (4000 + number).ToString(), 500 + number, graphDelay);
        PlanMerge(run, number, at, end);
        open.Add(run);
        int count = Math.Min(campaign.Alerts.Length, atMost);
        for (int i = 0; i < count; i++)
        {
            AlertPlan plan = campaign.Alerts[i];
            DateTimeOffset raised = Before(at + (pace * (i + random.Fraction())), end);
            TimeSpan unit = pace < TimeSpan.FromMinutes(2) ? pace * 4 : TimeSpan.FromMinutes(20);
            TimeSpan[] later = [.. Enumerable.Range(0, 3).Select(_ => unit * (0.5 + random.Fraction()))];
            int steps = random.Below(4);
            world.Schedule.Plan(raised, now =>
            {
                DefenderAlert alert = run.Raise(plan, now);
                DateTimeOffset when = now;
                for (int step = 0; step < steps; step++)
                {
                    int current = step;
                    when += later[step];
                    world.Schedule.Plan(when, then => run.Revise(alert, current, then));
                }
            });
        }

        return count;
    }

    /// <summary>Now and then Defender finds that a campaign belongs to the one before it. A random stream of its own leaves all else as it is.</summary>
    private void PlanMerge(CampaignRun run, int number, DateTimeOffset at, DateTimeOffset? end)
    {
        SeededStream random = SeededStream.For(seed, $"merge/{number}");
        if (open.Count > 0 && random.Chance(0.08))
        {
            CampaignRun into = open[^1];
            world.Schedule.Plan(Before(at + random.Span(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(9)), end), then => run.MergeInto(into, then));
        }
    }

    private static DateTimeOffset Before(DateTimeOffset at, DateTimeOffset? end) => end is { } limit && at > limit - TimeSpan.FromSeconds(40) ? limit - TimeSpan.FromSeconds(40) : at;
}

/// <summary>One firing of a rule of Sentinel itself: an alert that only Log Analytics knows, and its incident.</summary>
internal sealed class RuleRun(SimulatedWorld world, Scene scene, long number)
{
    /// <summary>Writes the alert and opens the incident.</summary>
    public void Fire(DateTimeOffset at)
    {
        (string title, string severity, string tactic, string technique, string description) = scene.Random.Pick(Campaigns.Rules);
        string ruleId = Evidence.Uuid("rule/" + title);
        string alertId = scene.Random.Uuid().ToString();
        var entities = new JsonArray(
            new JsonObject { ["$id"] = "2", ["Name"] = scene.Victim.Account, ["UPNSuffix"] = Cast.Domain, ["Type"] = "account" },
            new JsonObject { ["$id"] = "3", ["HostName"] = scene.Device.Name, ["DnsDomain"] = Cast.Domain, ["Type"] = "host" },
            new JsonObject { ["$id"] = "4", ["Address"] = scene.Place.Address, ["Type"] = "ip" });
        var extended = new JsonObject
        {
            ["Query Period"] = "05:00:00",
            ["Query Start Time UTC"] = WireTime.Format(at - TimeSpan.FromHours(5)),
            ["Query End Time UTC"] = WireTime.Format(at),
            ["Analytic Rule Ids"] = $"[\"{ruleId}\"]",
            ["Analytic Rule Name"] = title,
            ["Query"] = "SigninLogs | where ResultType != 0 | summarize count() by IPAddress",
        };
        var cells = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["TenantId"] = world.Tenant.WorkspaceId.ToString(),
            ["TimeGenerated"] = at,
            ["DisplayName"] = title,
            ["AlertName"] = title,
            ["AlertSeverity"] = severity,
            ["Description"] = description,
            ["ProviderName"] = "ASI Scheduled Alerts",
            ["VendorName"] = "Microsoft",
            ["VendorOriginalId"] = scene.Random.Uuid().ToString(),
            ["SystemAlertId"] = alertId,
            ["AlertType"] = $"{world.Tenant.WorkspaceId}_{ruleId}",
            ["IsIncident"] = false,
            ["StartTime"] = at - TimeSpan.FromHours(5),
            ["EndTime"] = at,
            ["ProcessingEndTime"] = at,
            ["ExtendedProperties"] = WireJson.Text(extended),
            ["Entities"] = WireJson.Text(entities),
            ["SourceSystem"] = "Detection",
            ["WorkspaceSubscriptionId"] = world.Tenant.SubscriptionId.ToString(),
            ["WorkspaceResourceGroup"] = world.Tenant.ResourceGroup,
            ["ProductName"] = "Azure Sentinel",
            ["ProductComponentName"] = "Scheduled Alerts",
            ["Status"] = "New",
            ["CompromisedEntity"] = scene.Victim.Mail(Cast.Domain),
            ["Tactics"] = tactic,
            ["Techniques"] = WireJson.Text(new JsonArray(technique)),
            ["Type"] = "SecurityAlert",
        };
        world.SecurityAlert.Append(new LogRow(cells, world.IngestionOf(alertId, 1, at)));
        FailedSignIns.Write(world, scene, alertId, at);
        IncidentState incident = IncidentJson.NewFromRule(world.Tenant, scene.Random.Uuid().ToString(), number, ruleId, title, description, severity, at);
        incident.AlertIds.Add(alertId);
        var additional = (JsonObject)incident.Properties["additionalData"]!;
        additional["alertProductNames"] = new JsonArray("Azure Sentinel");
        additional["tactics"] = new JsonArray(tactic);
        additional["techniques"] = new JsonArray(technique);
        world.AddIncident(incident, at + TimeSpan.FromSeconds(1), "Azure Sentinel");
        if (scene.Random.Chance(0.4))
        {
            world.Schedule.Plan(at + scene.Random.Span(TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(6)), then => Take(incident, then));
        }
    }

    private void Take(IncidentState incident, DateTimeOffset at)
    {
        string analyst = scene.Random.Pick(Cast.Analysts);
        incident.Properties["status"] = "Active";
        incident.Properties["owner"] = IncidentJson.Owner(analyst, Evidence.Uuid("analyst/" + analyst));
        incident.Properties["labels"] = new JsonArray(new JsonObject { ["labelName"] = "night-shift", ["labelType"] = "User" });
        world.Changed(incident, at, analyst);
    }
}
