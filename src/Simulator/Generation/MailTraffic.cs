using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>
/// What the mails of a campaign set in motion: people submit them to Microsoft, whose verdict comes later, and report them to a mailbox; some
/// are held back in quarantine. And the events of data loss prevention behind its alerts.
/// </summary>
internal static class MailTraffic
{
    /// <summary>The mailbox that people of the tenant report phishing to.</summary>
    public const string ReportingMailbox = "phish@" + Cast.Domain;

    private const string MailEvidence = "#microsoft.graph.security.analyzedMessageEvidence";

    private static readonly string[] Verdicts =
        ["phishing", "phishing", "spam", "noThreatsFound", "allowedDueToUserOverride", "phishingSimulation", "malware", "allowedByPolicy"];

    /// <summary>Follows one alert.</summary>
    public static void Raised(SimulatedWorld world, JsonObject alert, DateTimeOffset at)
    {
        world.Mails.Open(ReportingMailbox);
        foreach (JsonObject mail in ((JsonArray)alert["evidence"]!).OfType<JsonObject>().Where(item => Text(item, "@odata.type") == MailEvidence))
        {
            SeededStream random = SeededStream.For(1, "traffic/" + Text(mail, "networkMessageId"));
            Hold(world, mail, random, at);
            if (random.Chance(0.6))
            {
                world.Schedule.Plan(at + random.Span(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)), then => Submit(world, mail, random, then));
            }

            if (random.Chance(0.5))
            {
                world.Schedule.Plan(at + random.Span(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(3)), then => Report(world, mail, random, then));
            }
        }

        if (Text(alert, "serviceSource") == "dataLossPrevention")
        {
            Enforce(world, alert, at);
        }
    }

    private static void Hold(SimulatedWorld world, JsonObject mail, SeededStream random, DateTimeOffset at)
    {
        if (random.Chance(0.5))
        {
            DeliveredMail held = MailMessage.Of(mail);
            world.Quarantine.Hold(new HeldMail(
                $@"{Text(mail, "networkMessageId")}\{Evidence.Uuid("quarantine/" + Text(mail, "networkMessageId"))}",
                held.InternetMessageId, Text(mail, "recipientEmailAddress"), Text(mail["p2Sender"]!, "emailAddress"), Text(mail, "subject"), at, held.Mime));
        }
    }

    private static void Submit(SimulatedWorld world, JsonObject mail, SeededStream random, DateTimeOffset at)
    {
        string recipient = Text(mail, "recipientEmailAddress");
        string verdict = random.Pick(Verdicts);
        bool simulation = verdict == "phishingSimulation";
        var submission = new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.security.emailThreatSubmission",
            ["id"] = random.Uuid().ToString(),
            ["tenantId"] = world.Tenant.TenantId.ToString(),
            ["createdDateTime"] = WireTime.Format(at),
            ["contentType"] = "email",
            ["category"] = "phishing",
            ["originalCategory"] = "notJunk",
            ["source"] = "user",
            ["clientSource"] = "microsoft",
            ["status"] = "running",
            ["createdBy"] = new JsonObject
            {
                ["user"] = new JsonObject { ["identity"] = Evidence.Uuid("user/" + recipient), ["displayName"] = recipient.Split('@')[0], ["email"] = recipient },
            },
            ["result"] = new JsonObject { ["category"] = "beingAnalyzed", ["detail"] = "underInvestigation", ["detectedUrls"] = new JsonArray(), ["detectedFiles"] = new JsonArray() },
            ["adminReview"] = null,
            ["recipientEmailAddress"] = recipient,
            ["internetMessageId"] = Text(mail, "internetMessageId"),
            ["subject"] = Text(mail, "subject"),
            ["sender"] = Text(mail["p2Sender"]!, "emailAddress"),
            ["senderIP"] = Text(mail, "senderIp"),
            ["receivedDateTime"] = Text(mail, "receivedDateTime"),
            ["attackSimulationInfo"] = simulation ? new JsonObject { ["attackSimId"] = random.Uuid().ToString() } : null,
            ["tenantAllowOrBlockListAction"] = null,
        };
        world.EmailThreats.Publish(WireJson.Bytes(submission), at);
        world.Schedule.Plan(at + random.Span(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)), then =>
        {
            submission["status"] = "succeeded";
            submission["result"] = new JsonObject
            {
                ["category"] = verdict,
                ["detail"] = verdict == "allowedDueToUserOverride" ? "allowedByUserSetting" : simulation ? "simulatedThreat" : "itemFoundMalicious",
                ["detectedUrls"] = mail["urls"]!.DeepClone(),
                ["detectedFiles"] = new JsonArray(),
            };
            world.EmailThreats.Publish(WireJson.Bytes(submission), then);
        });
    }

    private static void Report(SimulatedWorld world, JsonObject mail, SeededStream random, DateTimeOffset at)
    {
        DeliveredMail reported = MailMessage.Of(mail);
        string reporter = Text(mail, "recipientEmailAddress");
        string subject = Text(mail, "subject");
        MailFile file = random.Chance(0.3)
            ? new MailFile(subject + ".msg", "application/vnd.ms-outlook", false, OutlookFile.Write(
                subject, Text(mail["p2Sender"]!, "displayName"), Text(mail["p2Sender"]!, "emailAddress"), [reporter], reported.InternetMessageId,
                string.Join(' ', ((JsonArray)mail["urls"]!).Select(url => url!.GetValue<string>())), []))
            : new MailFile(subject, "message/rfc822", true, reported.Mime);
        world.Mails.Deliver(ReportingMailbox, Wrapper(reporter, ReportingMailbox, random.Pick(["3|", "3|", "1|", "Phishing:", "2|"]) + subject, random.Uuid().ToString(), at, [file]));
    }

    /// <summary>A report as a reporting button sends it: the reported mail is attached.</summary>
    public static DeliveredMail Wrapper(string reporter, string mailbox, string subject, string id, DateTimeOffset at, IReadOnlyList<MailFile> files)
    {
        DeliveredMail wrapper = MailMessage.Of($"<{id}@{reporter.Split('@')[^1]}>", id, subject, reporter, reporter.Split('@')[0], mailbox, "192.0.2.1", [], at);
        wrapper.Message["hasAttachments"] = files.Count > 0;
        return wrapper with { Attachments = files };
    }

    private static void Enforce(SimulatedWorld world, JsonObject alert, DateTimeOffset at)
    {
        SeededStream random = SeededStream.For(1, "dlp/" + Text(alert, "id"));
        DateTimeOffset activity = WireTime.Parse(Text(alert, "firstActivityDateTime")) ?? at;
        foreach (JsonNode? account in ((JsonArray)alert["evidence"]!).Select(item => item?["userAccount"]).Where(account => account is not null))
        {
            world.DataSecurityEvents.Append(new LogRow(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["Timestamp"] = activity,
                    ["ActionType"] = "DlpRuleMatch",
                    ["AccountObjectId"] = Text(account!, "azureAdUserId"),
                    ["AccountUpn"] = Text(account!, "userPrincipalName"),
                    ["ObjectName"] = "",
                    ["DlpPolicyEnforcementMode"] = (long)random.Below(6),
                },
                at));
        }
    }

    private static string Text(JsonNode of, string name) => of[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
