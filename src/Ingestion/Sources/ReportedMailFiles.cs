using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Fetches the mails attached to a report, as evidence and for its facts. A report without an attached mail, such as a forwarded one, keeps its
/// own MIME instead.
/// </summary>
internal sealed class ReportedMailFiles(MailboxClient mailbox, Func<CancellationToken, Task> budget)
{
    private const int MostMails = 10;
    private const string Mime = "message/rfc822";
    private const string Outlook = "application/vnd.ms-outlook";

    public async Task<SourceRecord> FetchAsync(SourceRecord report, CancellationToken cancellation)
    {
        var id = report.Mapped.SourceId;
        await budget(cancellation).ConfigureAwait(false);
        var listed = await mailbox.AttachmentsAsync(id, cancellation).ConfigureAwait(false);
        if (!listed.TryGet(out var attachments, out var error))
        {
            return Gone(report, error);
        }

        var attached = attachments.Where(IsMail).ToList();
        var evidence = new List<EvidenceDocument>();
        var mails = new List<AttachedMail>();
        foreach (var attachment in attached.Take(MostMails))
        {
            await budget(cancellation).ConfigureAwait(false);
            var content = await mailbox.AttachmentContentAsync(id, attachment.Id, cancellation).ConfigureAwait(false);
            if (!content.TryGet(out var bytes, out error))
            {
                return Gone(report, error);
            }

            mails.Add(new AttachedMail(attachment.Name, bytes));
            evidence.Add(new EvidenceDocument($"reported-mail/{mails.Count}{(IsOutlook(attachment) ? ".msg" : ".eml")}", bytes));
        }

        string? warning = attached.Count > MostMails ? $"{attached.Count} attached mails; the first {MostMails} are kept" : null;
        if (mails.Count == 0)
        {
            await budget(cancellation).ConfigureAwait(false);
            var mime = await mailbox.MimeAsync(id, cancellation).ConfigureAwait(false);
            if (!mime.TryGet(out var bytes, out error))
            {
                return Gone(report, error);
            }

            evidence.Add(new EvidenceDocument("report.eml", bytes));
            warning = "no mail is attached; the report itself is kept";
        }

        var mapped = ReportedEmailMapper.Map(report.Payload, mails);
        return report with
        {
            Mapped = warning is null ? mapped : mapped with { Warnings = [.. mapped.Warnings, $"$.attachments: {warning}"] },
            Evidence = evidence,
        };
    }

    /// <summary>Somebody deleted the message since it was listed: what the list said is recorded. Any other failure is the window's.</summary>
    private static SourceRecord Gone(SourceRecord report, CloudError error) => error.Kind == CloudErrorKind.NotFound
        ? report with
        {
            Mapped = report.Mapped with { Warnings = [.. report.Mapped.Warnings, "$.attachments: the message was deleted before its attachments were read"] },
        }
        : throw new RecordIncompleteException(error);

    private static bool IsMail(MessageAttachment attachment) => !attachment.IsInline
        && (attachment.IsItem || IsOutlook(attachment) || attachment.ContentType.Equals(Mime, StringComparison.OrdinalIgnoreCase)
            || attachment.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase));

    private static bool IsOutlook(MessageAttachment attachment) => !attachment.IsItem
        && (attachment.ContentType.Equals(Outlook, StringComparison.OrdinalIgnoreCase) || attachment.Name.EndsWith(".msg", StringComparison.OrdinalIgnoreCase));
}
