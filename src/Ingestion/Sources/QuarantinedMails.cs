using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mail;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The mails behind an alert, as far as they lie in quarantine: each as its list entry and its MIME. A quarantine has been seen to ignore a
/// filter: what an answer holds is kept only when it is of the Message-Id that was asked for, and so is the exported mail.
/// </summary>
/// <param name="quarantine">Null where the endpoint set names no Exchange.</param>
/// <param name="budget">Waits until a request may be sent.</param>
internal sealed class QuarantinedMails(QuarantineClient? quarantine, Func<CancellationToken, Task> budget)
{
    private const int MostMails = 5;
    private const string Field = "quarantine";

    /// <summary>The Message-Ids of an alert's mails.</summary>
    public static IReadOnlyList<string> IdsOf(MappedRecord alert) =>
    [
        .. alert.Entities.Items.Where(entity => entity.Kind == "mail")
            .Select(entity => entity.Properties.GetValueOrDefault("internetMessageId")?.Trim().Trim('<', '>'))
            .Where(id => !string.IsNullOrWhiteSpace(id))
            .Select(id => id!)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The alert with the mails that the ledger does not hold yet.</summary>
    public async Task<SourceRecord> FetchAsync(SourceRecord alert, AlertState? state, CancellationToken cancellation)
    {
        var ids = IdsOf(alert.Mapped);
        if (ids.Count > 0 && quarantine is null)
        {
            return Said(alert, [$"{Field}: not read: the connector's cloud names no address of Exchange Online"]);
        }

        var warnings = new List<string>();
        var evidence = new List<EvidenceDocument>();
        foreach (var id in ids.Take(MostMails).Where(id => state?.Evidence?.ContainsKey(NameOf(id) + ".eml") != true))
        {
            await FetchAsync(quarantine!, id, evidence, warnings, cancellation).ConfigureAwait(false);
        }

        if (ids.Count > MostMails)
        {
            warnings.Add($"{Field}: {ids.Count} mails; the first {MostMails} were looked for");
        }

        return Said(alert with { Evidence = [.. alert.Evidence, .. evidence] }, warnings);
    }

    private async Task FetchAsync(
        QuarantineClient from, string id, List<EvidenceDocument> evidence, List<string> warnings, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var search = await from.FindAsync(id, cancellation).ConfigureAwait(false);
        if (!search.TryGet(out var found, out var error))
        {
            warnings.Add(NotRead(error));
            return;
        }

        if (found.Foreign > 0)
        {
            warnings.Add($"{Field}: the answer ignored the filter; {found.Foreign} other mails were left out");
        }

        // One mail to several people lies there once for each; its bytes are the same.
        if (found.Mails is not [var mail, ..])
        {
            return;
        }

        await budget(cancellation).ConfigureAwait(false);
        var exported = await from.ExportAsync(mail.Identity, cancellation).ConfigureAwait(false);
        if (!exported.TryGet(out var mime, out error))
        {
            warnings.Add(NotRead(error));
        }
        else if (!id.Equals(MailFile.Read(mime).MessageId, StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add($"{Field}: the exported mail is another one than was asked for and was left out");
        }
        else
        {
            evidence.Add(new EvidenceDocument(NameOf(id) + ".json", mail.Record.Utf8));
            evidence.Add(new EvidenceDocument(NameOf(id) + ".eml", mime));
        }
    }

    // The name stands in an event and says nothing of who wrote to whom.
    private static string NameOf(string id) =>
        "quarantine/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id.ToLowerInvariant())).AsSpan(0, 16));

    private static string NotRead(CloudError error) => $"{Field}: not read: {error.Code}{(error.Detail is null ? "" : $": {error.Detail}")}";

    private static SourceRecord Said(SourceRecord alert, List<string> warnings) => warnings.Count == 0
        ? alert
        : alert with { Mapped = alert.Mapped with { Warnings = [.. alert.Mapped.Warnings, .. warnings] } };
}
