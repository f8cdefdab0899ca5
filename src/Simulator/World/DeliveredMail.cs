using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>A mail as it lies in a mailbox.</summary>
/// <param name="Message">The Graph message, without its internet headers.</param>
/// <param name="Headers">The internet headers in order; Graph gives them only when they are selected.</param>
/// <param name="Mime">The message as it was received, RFC 5322.</param>
internal sealed record DeliveredMail(JsonObject Message, IReadOnlyList<(string Name, string Value)> Headers, byte[] Mime)
{
    /// <summary>Its attachments; Graph lists them only when asked.</summary>
    public IReadOnlyList<MailFile> Attachments { get; init; } = [];

    /// <summary>The order of delivery in all mailboxes: what a delta round goes by.</summary>
    public long Ordinal { get; init; }

    /// <summary>When it was received.</summary>
    public DateTimeOffset Received => WireTime.Parse(Message["receivedDateTime"]?.GetValue<string>()) ?? DateTimeOffset.UnixEpoch;

    /// <summary>The immutable id.</summary>
    public string Id => Message["id"]!.GetValue<string>();

    /// <summary>The header Message-ID, angle brackets included.</summary>
    public string InternetMessageId => Message["internetMessageId"]!.GetValue<string>();
}

/// <summary>An attachment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="IsItem">Whether it is a message of Exchange (an .eml) rather than a file (a .msg, a document).</param>
/// <param name="Content">Its bytes; an item's MIME.</param>
public sealed record MailFile(string Name, string ContentType, bool IsItem, byte[] Content);

/// <summary>The mailboxes of the tenant, by address. Not thread-safe: the world's gate guards it.</summary>
internal sealed class DeliveredMails
{
    private long delivered;
    private readonly Dictionary<string, List<DeliveredMail>> mailboxes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Grows when every delta link is made to expire.</summary>
    public int DeltaEpoch { get; set; }

    /// <summary>The mails of a mailbox; null when there is no such mailbox.</summary>
    public IReadOnlyList<DeliveredMail>? Of(string address) => mailboxes.GetValueOrDefault(address);

    /// <summary>Opens a mailbox that holds nothing yet.</summary>
    public void Open(string address) => mailboxes.TryAdd(address, []);

    /// <summary>Puts a mail into a mailbox, which is opened when there is none.</summary>
    public void Deliver(string address, DeliveredMail mail)
    {
        Open(address);
        mailboxes[address].Add(mail with { Ordinal = ++delivered });
    }

    /// <summary>Takes a mail away, as its owner or a quarantine does.</summary>
    public bool Remove(string address, string internetMessageId) =>
        mailboxes.GetValueOrDefault(address)?.RemoveAll(mail => mail.InternetMessageId == internetMessageId) > 0;
}
