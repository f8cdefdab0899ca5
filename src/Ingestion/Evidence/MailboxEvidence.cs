using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Mails from their recipients' mailboxes: the message with its headers, sender, recipients and urls, and its MIME.</summary>
/// <param name="client">The mailboxes.</param>
/// <param name="budget">Waits until a request may be sent.</param>
internal sealed partial class MailboxEvidence(MailEvidenceClient client, Func<CancellationToken, Task> budget) : IEvidenceSource
{
    private const string Permission = $"the application permission {MailEvidenceClient.Permission}, for these mailboxes";
    private const int LargestMime = 32 * 1024 * 1024;
    private const int MostUrls = 500;

    public int MostMails => 25;

    public bool Concerns(string kind) => kind == AlertKind.SentinelIncident;

    public IReadOnlyList<WantedMail> Wanted(AlertEntities entities) => [.. EvidenceNames.MailsOf(entities).Select(Wanted).DistinctBy(mail => mail.Name)];

    public bool IsKept(AlertState state, WantedMail mail) => state.Evidence?.ContainsKey(mail.Name) == true;

    public async Task<EvidenceAnswer> FetchAsync(WantedMail mail, bool isLastTry, CancellationToken cancellation)
    {
        if (mail is not { MessageId: { } id, Mailbox: { } mailbox })
        {
            return new EvidenceAnswer.Missed("mail-unnamed", "the alert does not name its message id and its mailbox");
        }

        await budget(cancellation).ConfigureAwait(false);
        var found = await client.FindAsync(mailbox, id, cancellation).ConfigureAwait(false);
        if (!found.TryGet(out var messages, out var error))
        {
            return EvidenceAnswers.Of(error, Permission);
        }

        if (messages.Count == 0)
        {
            return new EvidenceAnswer.Missed("mail-gone", "it is not in the mailbox any more; it was deleted, or a quarantine took it");
        }

        await budget(cancellation).ConfigureAwait(false);
        var mime = await client.ReadMimeAsync(mailbox, messages[0].Text("id") ?? "", cancellation).ConfigureAwait(false);
        if (!mime.TryGet(out var bytes, out error))
        {
            return !isLastTry && EvidenceAnswers.Of(error, Permission) is EvidenceAnswer.Later later
                ? later
                : Found(mail, messages[0], null, $"without its MIME ({error.Code})");
        }

        return bytes.Length > LargestMime
            ? Found(mail, messages[0], null, $"without its MIME, which has {bytes.Length} bytes; at most {LargestMime} are kept")
            : Found(mail, messages[0], bytes, null);
    }

    private static WantedMail Wanted(AlertEntity mail)
    {
        var (id, mailbox) = (mail.Properties.GetValueOrDefault("internetMessageId"), mail.Properties.GetValueOrDefault("recipientEmailAddress"));
        var known = $"{id ?? mail.Properties.GetValueOrDefault("networkMessageId") ?? mail.Name}\n{mailbox?.ToLowerInvariant()}";
        return new WantedMail(EvidenceNames.Of("mail", known), id, mailbox, mail.Properties.GetValueOrDefault("urls")?.Split(", ") ?? []);
    }

    private static EvidenceAnswer.Found Found(WantedMail mail, RawRecord message, ReadOnlyMemory<byte>? mime, string? without) =>
        new([new EvidenceDocument(mail.Name, Document(mail, message, mime))], without);

    /// <summary><c>{"mailbox":…,"urls":[…],"message":…,"mime":"base64"}</c>; the message byte for byte as Graph gave it.</summary>
    private static byte[] Document(WantedMail mail, RawRecord message, ReadOnlyMemory<byte>? mime)
    {
        var urls = mail.Urls.Concat(Urls().Matches(BodyOf(message)).Select(match => match.Value)).Distinct(StringComparer.Ordinal).Take(MostUrls);
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("mailbox", mail.Mailbox);
            writer.WriteStartArray("urls");
            foreach (var url in urls)
            {
                writer.WriteStringValue(url);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("message");
            writer.WriteRawValue(message.Utf8.Span);
            if (mime is { } bytes)
            {
                writer.WriteBase64String("mime", bytes.Span);
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static string BodyOf(RawRecord message)
    {
        try
        {
            using var read = JsonDocument.Parse(message.Utf8);
            return read.RootElement.GetProperty("body"u8).GetProperty("content"u8).GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "";
        }
    }

    [GeneratedRegex("https?://[^\\s\"'<>()\\\\]{1,2000}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Urls();
}
