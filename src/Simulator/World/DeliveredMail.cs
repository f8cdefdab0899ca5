using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>A mail as it lies in a mailbox.</summary>
/// <param name="Message">The Graph message, without its internet headers.</param>
/// <param name="Headers">The internet headers in order; Graph gives them only when they are selected.</param>
/// <param name="Mime">The message as it was received, RFC 5322.</param>
internal sealed record DeliveredMail(JsonObject Message, IReadOnlyList<(string Name, string Value)> Headers, byte[] Mime)
{
    /// <summary>The immutable id.</summary>
    public string Id => Message["id"]!.GetValue<string>();

    /// <summary>The header Message-ID, angle brackets included.</summary>
    public string InternetMessageId => Message["internetMessageId"]!.GetValue<string>();
}

/// <summary>The mailboxes of the tenant, by address. Not thread-safe: the world's gate guards it.</summary>
internal sealed class DeliveredMails
{
    private readonly Dictionary<string, List<DeliveredMail>> mailboxes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mails of a mailbox; null when there is no such mailbox.</summary>
    public IReadOnlyList<DeliveredMail>? Of(string address) => mailboxes.GetValueOrDefault(address);

    /// <summary>Opens a mailbox that holds nothing yet.</summary>
    public void Open(string address) => mailboxes.TryAdd(address, []);

    /// <summary>Puts a mail into a mailbox, which is opened when there is none.</summary>
    public void Deliver(string address, DeliveredMail mail)
    {
        Open(address);
        mailboxes[address].Add(mail);
    }

    /// <summary>Takes a mail away, as its owner or a quarantine does.</summary>
    public bool Remove(string address, string internetMessageId) =>
        mailboxes.GetValueOrDefault(address)?.RemoveAll(mail => mail.InternetMessageId == internetMessageId) > 0;
}
