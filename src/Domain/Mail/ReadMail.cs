namespace Dropzone.Ledger.Domain.Mail;

/// <summary>What is read of a mail, whatever its file format. Names people: it never becomes a fact.</summary>
public sealed record ReadMail
{
    /// <summary>The subject.</summary>
    public string? Subject { get; init; }

    /// <summary>The sender's address.</summary>
    public string? SenderAddress { get; init; }

    /// <summary>The sender's name.</summary>
    public string? SenderName { get; init; }

    /// <summary>The recipients' addresses, carbon copies included.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The Message-Id, without angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>Exchange's id of the delivery; joins Graph's <c>networkMessageId</c>.</summary>
    public string? NetworkMessageId { get; init; }

    /// <summary>The date that the sender wrote, as it stands.</summary>
    public string? Date { get; init; }

    /// <summary>The address that the mail came from, where Exchange noted it.</summary>
    public string? SenderIp { get; init; }

    /// <summary>Links in its texts, distinct, in order.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Its attachments.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A file in a mail.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type, as the mail says.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha1">Its SHA-1, lower-case hex.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed record MailAttachment(string Name, string ContentType, int Size, string Sha1, string Sha256);
