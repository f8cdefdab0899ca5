using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mail;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>A mail that lay in a report.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="Bytes">The exact bytes of its <c>.eml</c> or <c>.msg</c> file.</param>
public sealed record AttachedMail(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Reads a message of a reporting mailbox with the mails that are attached to it. Pure and total. What a person does with the message later
/// (reading, moving, flagging) is no version: a mail that was received does not change.
/// </summary>
public static class ReportedEmailMapper
{
    /// <summary>Grows whenever the same bytes are read otherwise.</summary>
    public const int Version = 1;

    // The marks that Microsoft asks of reporting buttons; anything else counts as phishing.
    private static readonly (string Mark, string Category)[] Marks =
        [("1|", "junk"), ("Junk:", "junk"), ("2|", "notJunk"), ("Not junk:", "notJunk"), ("3|", "phishing"), ("Phishing:", "phishing")];

    /// <summary>Reads one report.</summary>
    /// <param name="json">The message as Graph gave it, byte for byte.</param>
    /// <param name="attached">Its attached mails; empty until they were fetched.</param>
    public static MappedRecord Map(ReadOnlyMemory<byte> json, IReadOnlyList<AttachedMail> attached)
    {
        ArgumentNullException.ThrowIfNull(attached);
        var reading = new Reading();
        var record = Fields.Of(reading, "$", JsonText.Parse(json));
        var id = record.Text("id");
        var received = record.Time("receivedDateTime", needed: true);
        var mails = attached.Select(mail => MailFile.Read(mail.Bytes)).ToList();
        if (attached.Count > 1)
        {
            reading.Warn("$.attachments", $"{attached.Count} attached mails; the first is taken for the reported one");
        }

        for (var i = 0; i < mails.Count; i++)
        {
            foreach (var warning in mails[i].Warnings)
            {
                reading.Warn($"$.attachments[{i}]", warning);
            }
        }

        var reported = mails.Count > 0 ? mails[0] : null;
        var category = CategoryOf(record.Text("subject"));
        var entities = ReportEntities.Of(record, mails);
        var files = mails.SelectMany(mail => mail.Attachments)
            .Select(file => new FileFacts { Name = file.Name, Sha1 = file.Sha1, Sha256 = file.Sha256 })
            .Distinct()
            .ToList();
        var facts = new AlertFacts
        {
            Title = $"Mail reported as {category}",
            Severity = Words.Severity(null),
            Status = "reported",
            Categories = [category],
            CreatedAt = received,
            ModifiedAt = received,
            FirstActivityAt = record.Time("sentDateTime"),
            InternetMessageId = reported?.MessageId ?? EvidenceFiles.MessageId(record.Text("internetMessageId")),
            Files = files.Count == 0 ? null : files,
            EntityCount = entities.Count,
        };
        var key = SourceVersionKey.OfRecord(received ?? "", Encoding.UTF8.GetBytes(record.Text("internetMessageId") ?? ""));
        return new MappedRecord(
            id ?? reading.IdOf(json.Span, "$.id"),
            new SourceVersion(key, received ?? ""),
            facts,
            new AlertEntities(entities),
            reading.Warnings,
            null,
            reading.Known);
    }

    /// <summary>What the wrapper's subject says that the mail was reported as.</summary>
    internal static string CategoryOf(string? subject) => Marks
        .Where(mark => subject?.TrimStart().StartsWith(mark.Mark, StringComparison.OrdinalIgnoreCase) == true)
        .Select(mark => mark.Category)
        .FirstOrDefault("phishing");
}
