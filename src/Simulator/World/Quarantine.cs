using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>A mail that Exchange holds back.</summary>
/// <param name="Identity">Two GUIDs with a backslash between them.</param>
/// <param name="MessageId">The header Message-ID, angle brackets included.</param>
/// <param name="Recipient">Who would have received it.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Mime">The mail as it was received.</param>
internal sealed record HeldMail(string Identity, string MessageId, string Recipient, string Sender, string Subject, DateTimeOffset ReceivedAt, byte[] Mime)
{
    /// <summary>As the cmdlet lists it.</summary>
    public JsonObject Listed() => new()
    {
        [nameof(Identity)] = Identity,
        [nameof(MessageId)] = MessageId,
        ["ReceivedTime"] = WireTime.Format(ReceivedAt),
        ["SenderAddress"] = Sender,
        ["RecipientAddress"] = new JsonArray(Recipient),
        [nameof(Subject)] = Subject,
        ["QuarantineTypes"] = "HighConfPhish",
        ["PolicyType"] = "HostedContentFilterPolicy",
        ["ReleaseStatus"] = "NOTRELEASED",
        ["EntityType"] = "Email",
        ["Expires"] = WireTime.Format(ReceivedAt + TimeSpan.FromDays(30)),
    };
}

/// <summary>Not thread-safe: the world's gate guards it.</summary>
internal sealed class Quarantine
{
    private readonly List<HeldMail> mails = [];

    /// <summary>Whether every search answers with everything, as has been seen.</summary>
    public bool IgnoresFilter { get; set; }

    /// <summary>Everything, the newest first.</summary>
    public IEnumerable<HeldMail> Mails => mails.OrderByDescending(mail => mail.ReceivedAt);

    /// <summary>Holds a mail back.</summary>
    public void Hold(HeldMail mail) => mails.Add(mail);
}
