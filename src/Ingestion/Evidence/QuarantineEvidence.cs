using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mail;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Mails as far as they lie in quarantine: each as its list entry and its MIME. A quarantine has been seen to ignore a filter: what an answer holds is
/// kept only when it is of the Message-Id that was asked for, and so is the exported mail.
/// </summary>
/// <param name="quarantine">Null where the endpoint set names no Exchange.</param>
/// <param name="budget">Waits until a request may be sent.</param>
internal sealed class QuarantineEvidence(QuarantineClient? quarantine, Func<CancellationToken, Task> budget) : IEvidenceSource
{
    private const string Permission = "the application permission Exchange.ManageAsApp and a directory role such as Security Reader";
    private const string Mime = ".eml";
    private const string Entry = ".json";

    public int MostMails => 5;

    public bool Concerns(string kind) => kind == AlertKind.DefenderAlert;

    public IReadOnlyList<WantedMail> Wanted(AlertEntities entities) =>
    [
        .. EvidenceNames.MailsOf(entities)
            .Select(entity => entity.Properties.GetValueOrDefault("internetMessageId")?.Trim().Trim('<', '>'))
            .Where(id => !string.IsNullOrWhiteSpace(id))
            .Select(id => id!)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => new WantedMail(EvidenceNames.Of("quarantine", id.ToLowerInvariant()), id, null, [])),
    ];

    public bool IsKept(AlertState state, WantedMail mail) => state.Evidence?.ContainsKey(mail.Name + Mime) == true;

    public async Task<EvidenceAnswer> FetchAsync(WantedMail mail, bool isLastTry, CancellationToken cancellation)
    {
        if (quarantine is null)
        {
            return new EvidenceAnswer.Missed("exchange-absent", "the connector's cloud names no address of Exchange Online");
        }

        await budget(cancellation).ConfigureAwait(false);
        var search = await quarantine.FindAsync(mail.MessageId!, cancellation).ConfigureAwait(false);
        if (!search.TryGet(out var found, out var error))
        {
            return EvidenceAnswers.Of(error, Permission);
        }

        // One mail to several people lies there once for each; its bytes are the same.
        if (found.Mails is not [var held, ..])
        {
            return new EvidenceAnswer.Missed("mail-not-quarantined", "it does not lie in the quarantine");
        }

        await budget(cancellation).ConfigureAwait(false);
        var exported = await quarantine.ExportAsync(held.Identity, cancellation).ConfigureAwait(false);
        return !exported.TryGet(out var mime, out error) ? EvidenceAnswers.Of(error, Permission)
            : !mail.MessageId!.Equals(MailFile.Read(mime).MessageId, StringComparison.OrdinalIgnoreCase)
                ? new EvidenceAnswer.Missed("mail-foreign", "the exported mail is another one than was asked for and was left out")
            : new EvidenceAnswer.Found(
                [new EvidenceDocument(mail.Name + Entry, held.Record.Utf8), new EvidenceDocument(mail.Name + Mime, mime)],
                found.Foreign > 0 ? $"and left {found.Foreign} other mails out: the quarantine ignored the filter" : null);
    }
}
