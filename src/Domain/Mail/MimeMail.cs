using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mail;

/// <summary>A mail in MIME.</summary>
internal static partial class MimeMail
{
    internal static ReadMail Read(ReadOnlyMemory<byte> bytes)
    {
        var message = MimePart.Parse(bytes);
        var parts = message.Walk();
        var warnings = new List<string>();
        if (message.Headers.Value("From") is null && message.Headers.Value("Received") is null && message.Headers.Value("Message-Id") is null)
        {
            warnings.Add("the file has no header of a mail");
        }

        var files = parts.Where(part => !part.IsMultipart && !part.IsText).ToList();
        if (files.Count > MailFile.MostAttachments)
        {
            warnings.Add($"{files.Count} attachments; the first {MailFile.MostAttachments} are listed");
        }

        var (name, address) = Addresses(message.Headers.Text("From")).FirstOrDefault();
        return Head(message.Headers) with
        {
            SenderName = name,
            SenderAddress = address,
            Urls = MailFile.Urls(parts.Where(part => part.IsText).Select(part => part.Text())),
            Attachments =
            [
                .. files.Take(MailFile.MostAttachments)
                    .Select((part, i) => MailFile.Attachment(part.FileName ?? $"part-{i + 1}", part.ContentType, part.Content())),
            ],
            Warnings = warnings,
        };
    }

    /// <summary>What headers alone say; Outlook keeps them as one text in a .msg file.</summary>
    internal static ReadMail Head(MimeHeaders headers) => new()
    {
        Subject = headers.Text("Subject"),
        Recipients =
        [
            .. Addresses(headers.Text("To")).Concat(Addresses(headers.Text("Cc"))).Select(one => one.Address).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
        ],
        MessageId = MailFile.Id(headers.Value("Message-Id")),
        NetworkMessageId = MailFile.Id(headers.Value("X-MS-Exchange-Organization-Network-Message-Id")),
        Date = headers.Text("Date"),
        SenderIp = headers.Text("X-Sender-IP") ?? Ip(headers.Value("X-Forefront-Antispam-Report")),
    };

    internal static IEnumerable<(string? Name, string? Address)> Addresses(string? text) => text is null
        ? []
        : AddressList().Matches(text).Select(match => (
            match.Groups["name"].Value.Trim().Trim('"').Trim() is { Length: > 0 } name ? TextHygiene.Clean(name) : null,
            (string?)TextHygiene.Clean(match.Groups["angle"].Success ? match.Groups["angle"].Value : match.Groups["bare"].Value)));

    // CIP:203.0.113.8;CTRY:…
    private static string? Ip(string? report) => report?.Split(';').Select(field => field.Trim())
        .Where(field => field.StartsWith("CIP:", StringComparison.OrdinalIgnoreCase)).Select(field => field[4..]).FirstOrDefault();

    [GeneratedRegex("""(?:(?<name>"[^"]{0,500}"|[^<>,"@]{0,500})<(?<angle>[^<>\s]{1,320})>)|(?<bare>[^<>,;\s"]{1,200}@[^<>,;\s"]{1,200})""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AddressList();
}
