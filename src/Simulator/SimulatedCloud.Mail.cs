using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Generation;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator;

/// <content>The reporting mailbox, the quarantine, and what data loss prevention did.</content>
public sealed partial class SimulatedCloud
{
    /// <summary>The mailbox that people of the made-up tenant report phishing to.</summary>
    public static string ReportingMailbox => MailTraffic.ReportingMailbox;

    /// <summary>Whether a search in the quarantine answers with everything, as has been seen.</summary>
    public bool QuarantineIgnoresFilter
    {
        get
        {
            lock (world.Gate)
            {
                return world.Quarantine.IgnoresFilter;
            }
        }

        set
        {
            lock (world.Gate)
            {
                world.Quarantine.IgnoresFilter = value;
            }
        }
    }

    /// <summary>Opens a mailbox that holds nothing.</summary>
    public void OpenMailbox(string address) => Advance(() => world.Mails.Open(address));

    /// <summary>Puts a report into a mailbox.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="reporter">Who reports.</param>
    /// <param name="subject">The wrapper's subject.</param>
    /// <param name="receivedAt">When it is received; null: now.</param>
    /// <param name="files">What is attached.</param>
    /// <returns>The message's immutable id.</returns>
    public string DeliverReport(string mailbox, string reporter, string subject, DateTimeOffset? receivedAt, params IReadOnlyList<MailFile> files)
    {
        lock (world.Gate)
        {
            DeliveredMail report = MailTraffic.Wrapper(reporter, mailbox, subject, Guid.NewGuid().ToString(), receivedAt ?? world.Advance(), files);
            world.Mails.Deliver(mailbox, report);
            return report.Id;
        }
    }

    /// <summary>Takes a mail out of a mailbox.</summary>
    public bool RemoveMail(string mailbox, string internetMessageId)
    {
        lock (world.Gate)
        {
            return world.Mails.Remove(mailbox, internetMessageId);
        }
    }

    /// <summary>Makes every delta link that was given out expire.</summary>
    public void ExpireDeltaLinks() => Advance(() => world.Mails.DeltaEpoch++);

    /// <summary>Holds a mail back in quarantine.</summary>
    /// <returns>Its identity.</returns>
    public string HoldMail(string messageId, string recipient, string sender, string subject, byte[] mime)
    {
        string identity = $@"{Guid.NewGuid()}\{Guid.NewGuid()}";
        Advance(() => world.Quarantine.Hold(new HeldMail(identity, messageId, recipient, sender, subject, world.Clock.Now, mime)));
        return identity;
    }

    /// <summary>Writes a row of the hunting table DataSecurityEvents.</summary>
    public void PublishDlpEvent(DateTimeOffset at, string accountObjectId, string objectName, int enforcementMode) => Advance(() => world.DataSecurityEvents.Append(new LogRow(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Timestamp"] = at, ["ActionType"] = "DlpRuleMatch", ["AccountObjectId"] = accountObjectId, ["AccountUpn"] = "", ["ObjectName"] = objectName, ["DlpPolicyEnforcementMode"] = (long)enforcementMode,
        },
        world.Clock.Now)));
}
