using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Fetches the mails that an alert speaks of from their recipients' mailboxes, each once: the message with its headers, sender, recipients and
/// urls, and its MIME. A mail that cannot be had is a warning of the alert's version, never a reason to lose it; the next version tries again.
/// </summary>
internal sealed partial class MailEvidence(CloudConnection connection, Func<CancellationToken, Task> budget)
{
    private const int MostMails = 25;
    private const int LargestMime = 32 * 1024 * 1024;
    private const int MostUrls = 500;

    /// <summary>The record with the mails that the ledger does not hold yet, and with a warning for each that could not be fetched.</summary>
    public async Task<SourceRecord> AddAsync(SourceRecord record, AlertState? state, CancellationToken cancellation)
    {
        if (state is { Erased: true })
        {
            return record;
        }

        var (kept, warnings) = (new List<EvidenceDocument>(), new List<string>());
        var mails = record.Mapped.Entities.Items.Where(entity => entity.Kind == "mail").Select(Wanted).DistinctBy(mail => mail.Name).ToList();
        foreach (var mail in mails.Take(MostMails).Where(mail => state?.Evidence?.ContainsKey(mail.Name) != true))
        {
            var (document, why, goesOn) = await FetchAsync(mail, cancellation).ConfigureAwait(false);
            if (document is not null)
            {
                kept.Add(new EvidenceDocument(mail.Name, document));
            }

            if (why is not null)
            {
                warnings.Add($"{mail.Name}: {why}");
            }

            if (!goesOn)
            {
                break;
            }
        }

        if (mails.Count > MostMails)
        {
            warnings.Add($"mail: only the first {MostMails} of {mails.Count} mails were looked for");
        }

        return record with
        {
            Evidence = kept,
            Mapped = record.Mapped with { Warnings = [.. record.Mapped.Warnings, .. warnings] },
        };
    }

    /// <summary>The name says nothing of who wrote to whom: it stands in an event.</summary>
    private static WantedMail Wanted(AlertEntity mail)
    {
        var (id, mailbox) = (mail.Properties.GetValueOrDefault("internetMessageId"), mail.Properties.GetValueOrDefault("recipientEmailAddress"));
        var known = $"{id ?? mail.Properties.GetValueOrDefault("networkMessageId") ?? mail.Name}\n{mailbox?.ToLowerInvariant()}";
        var name = "mail/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(known)).AsSpan(0, 16));
        return new WantedMail(name, id, mailbox, mail.Properties.GetValueOrDefault("urls")?.Split(", ") ?? []);
    }

    private async Task<(byte[]? Document, string? Why, bool GoesOn)> FetchAsync(WantedMail mail, CancellationToken cancellation)
    {
        if (mail.InternetMessageId is not { } id || mail.Mailbox is not { } mailbox)
        {
            return (null, "not fetched: the alert does not name its message id and its mailbox", true);
        }

        await budget(cancellation).ConfigureAwait(false);
        var found = await connection.Mails.FindAsync(mailbox, id, cancellation).ConfigureAwait(false);
        if (!found.TryGet(out var messages, out var error))
        {
            return (null, Refused(error), error.Kind is CloudErrorKind.NotFound or CloudErrorKind.BadRequest);
        }

        if (messages.Count == 0)
        {
            return (null, "not fetched: it is not in the mailbox any more; it was deleted, or a quarantine took it", true);
        }

        var message = messages[0];
        await budget(cancellation).ConfigureAwait(false);
        var mime = await connection.Mails.ReadMimeAsync(mailbox, message.Text("id") ?? "", cancellation).ConfigureAwait(false);
        if (!mime.TryGet(out var bytes, out error))
        {
            return (Document(mail, message, null), "kept without its MIME: " + Refused(error), true);
        }

        return bytes.Length > LargestMime
            ? (Document(mail, message, null), $"kept without its MIME, which has {bytes.Length} bytes; at most {LargestMime} are kept", true)
            : (Document(mail, message, bytes), null, true);
    }

    private static string Refused(CloudError error) =>
        $"not fetched ({error.Code}): {(error.Kind == CloudErrorKind.PermissionMissing ? $"grant the application permission {MailEvidenceClient.Permission}, for these mailboxes" : error.WhatToDo)}";

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

    private sealed record WantedMail(string Name, string? InternetMessageId, string? Mailbox, IReadOnlyList<string> Urls);
}
