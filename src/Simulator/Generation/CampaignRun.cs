using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>One campaign as it happens: its XDR incident, its alerts, their later revisions and the Sentinel incident of it all.</summary>
internal sealed class CampaignRun(SimulatedWorld world, Campaign campaign, Scene scene, string xdrId, long incidentNumber, Func<TimeSpan> graphDelay)
{
    private readonly string xdrId = xdrId;
    private const string Correlation = "Microsoft Defender XDR - alert correlation";
    private readonly List<DefenderAlert> alerts = [];
    private JsonObject? xdr;
    private IncidentState? sentinel;
    private bool merged;

    /// <summary>The Sentinel incident, once it exists.</summary>
    public IncidentState? Sentinel => sentinel;

    /// <summary>Raises one alert; the first one opens the incident.</summary>
    public DefenderAlert Raise(AlertPlan plan, DateTimeOffset at)
    {
        string own = plan.Product.Prefix.Length == 0 ? $"ra638{scene.Random.Below(999_999_999):d9}_{scene.Random.Below(99_999_999)}" : $"{scene.Random.Uuid()}_1";
        var alert = new DefenderAlert(plan.Product, scene.Random.Uuid().ToString(), AlertJson.New(plan, plan.Product.Prefix + own, own, xdrId, world.Tenant, scene, at));
        if (merged)
        {
            // What a folded campaign still does shows as an alert of its own.
            PublishAlert(alert, at);
            return alert;
        }

        alerts.Add(alert);
        PublishAlert(alert, at);
        DeliverMails(alert);
        MailTraffic.Raised(world, alert.Graph, at);
        if (xdr is null)
        {
            xdr = IncidentJson.NewXdr(campaign, xdrId, world.Tenant, plan, at);
        }
        else if (Rank(plan.Severity) > Rank(xdr["severity"]!.GetValue<string>()))
        {
            xdr["severity"] = plan.Severity;
        }

        PublishXdr(at + TimeSpan.FromMilliseconds(400));
        if (sentinel is null)
        {
            TimeSpan lag = scene.Random.Span(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(25));
            world.Schedule.Plan(at + lag, OpenSentinel);
        }
        else
        {
            Attach(alert, at + TimeSpan.FromSeconds(2));
        }

        return alert;
    }

    /// <summary>Changes one alert in the way analysts and automation do, each change further along.</summary>
    public void Revise(DefenderAlert alert, int step, DateTimeOffset at)
    {
        AlertJson.Advance(alert.Graph, step, scene, at);
        PublishAlert(alert, at);
        alert.WriteRow(world, at + TimeSpan.FromSeconds(3));
        if (!merged && sentinel is not null && alerts.Count > 0)
        {
            IncidentJson.Follow(sentinel.Properties, alert.Graph, alerts);
            world.Changed(sentinel, at + TimeSpan.FromSeconds(1), step == 0 ? Correlation : "Microsoft XDR");
        }

        if (!merged && xdr is not null)
        {
            IncidentJson.FollowXdr(xdr, alert.Graph, alerts);
            PublishXdr(at + TimeSpan.FromMilliseconds(700));
        }
    }

    /// <summary>Lets Defender fold this incident into another: its alerts move, what stays behind points there.</summary>
    public void MergeInto(CampaignRun other, DateTimeOffset at)
    {
        if (merged || other.merged || xdr is null || other.xdr is null || sentinel is null || other.sentinel is null)
        {
            return;
        }

        merged = true;
        foreach (DefenderAlert alert in alerts)
        {
            alert.Graph["incidentId"] = other.xdrId;
            alert.Graph["incidentWebUrl"] = other.xdr["incidentWebUrl"]!.DeepClone();
            alert.Graph["lastUpdateDateTime"] = WireTime.Format(at);
            PublishAlert(alert, at);
            alert.WriteRow(world, at);
        }

        other.alerts.AddRange(alerts);
        alerts.Clear();
        xdr["status"] = "redirected";
        xdr["redirectIncidentId"] = other.xdrId;
        xdr["lastModifiedBy"] = "Microsoft 365 Defender-AlertCorrelation";
        PublishXdr(at + TimeSpan.FromMilliseconds(100));
        world.Merge(sentinel, other.sentinel, at + TimeSpan.FromMilliseconds(300), Correlation);
    }

    /// <summary>Brings a change that was made in Sentinel to the XDR incident, as the two products' synchronisation does.</summary>
    public void SentinelWritten(DateTimeOffset at)
    {
        if (merged || xdr is null || sentinel is null)
        {
            return;
        }

        IncidentJson.CopyToXdr(sentinel, xdr);
        PublishXdr(at);
        world.Schedule.Plan(at + TimeSpan.FromSeconds(3), then => world.Changed(sentinel, then, "Microsoft XDR"));
    }

    private void OpenSentinel(DateTimeOffset at)
    {
        if (sentinel is not null)
        {
            return;
        }

        sentinel = IncidentJson.NewSentinel(world.Tenant, scene.Random.Uuid().ToString(), incidentNumber, xdr!, alerts, at);
        foreach (DefenderAlert alert in alerts)
        {
            sentinel.AlertIds.Add(alert.SystemAlertId);
            alert.WriteRow(world, at);
        }

        world.AddIncident(sentinel, at, Correlation);
    }

    private void Attach(DefenderAlert alert, DateTimeOffset at)
    {
        sentinel!.AlertIds.Add(alert.SystemAlertId);
        alert.WriteRow(world, at);
        IncidentJson.Follow(sentinel.Properties, alert.Graph, alerts);
        world.Changed(sentinel, at, Correlation);
    }

    /// <summary>The mails that an alert speaks of lie in their mailboxes, but for one in eight, which a quarantine took first.</summary>
    private void DeliverMails(DefenderAlert alert)
    {
        foreach (JsonObject mail in ((JsonArray)alert.Graph["evidence"]!).OfType<JsonObject>())
        {
            if (mail["@odata.type"]?.GetValue<string>() != "#microsoft.graph.security.analyzedMessageEvidence")
            {
                continue;
            }

            string address = mail["recipientEmailAddress"]!.GetValue<string>();
            world.Mails.Open(address);
            if (SeededStream.For(0, mail["networkMessageId"]!.GetValue<string>()).Below(8) > 0)
            {
                world.Mails.Deliver(address, MailMessage.Of(mail));
            }
        }
    }

    private void PublishAlert(DefenderAlert alert, DateTimeOffset at) => world.Alerts.Publish(WireJson.Bytes(alert.Graph), at + graphDelay());

    private void PublishXdr(DateTimeOffset at)
    {
        xdr!["lastUpdateDateTime"] = WireTime.Format(at);
        world.XdrIncidents.Publish(WireJson.Bytes(xdr), at + graphDelay());
    }

    private static int Rank(string severity) => Array.IndexOf(["informational", "low", "medium", "high"], severity);
}
