using System.Text;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mail;

/// <summary>A mail in Outlook's format (MS-OXMSG): each property is a stream whose name holds its tag.</summary>
internal static class MsgMail
{
    private const string Property = "__substg1.0_";
    private const string Recipient = "__recip_version1.0_";
    private const string Attachment = "__attach_version1.0_";

    internal static ReadMail Read(ReadOnlyMemory<byte> bytes)
    {
        var file = CompoundFile.Open(bytes);
        var inside = file.Inside(0).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var message = new Properties(file, 0);
        var transport = message.Text("007D") is { } headers
            ? MimeMail.Head(MimeHeaders.Read(Encoding.UTF8.GetBytes(headers)).Headers)
            : new ReadMail();
        var recipients = inside.Where(entry => entry.IsStorage && entry.Name.StartsWith(Recipient, StringComparison.OrdinalIgnoreCase))
            .Select(entry => new Properties(file, entry.Index))
            .Select(one => one.Text("39FE") ?? one.Text("3003"))
            .OfType<string>()
            .ToList();
        var attachments = inside.Where(entry => entry.IsStorage && entry.Name.StartsWith(Attachment, StringComparison.OrdinalIgnoreCase))
            .Take(MailFile.MostAttachments)
            .Select((entry, i) => AttachmentOf(new Properties(file, entry.Index), i))
            .ToList();
        return transport with
        {
            Subject = message.Text("0037") ?? transport.Subject,
            SenderAddress = message.Text("5D01") ?? message.Text("0C1F") ?? message.Text("0065"),
            SenderName = message.Text("0C1A") ?? message.Text("0042"),
            Recipients = recipients.Count > 0 ? recipients : transport.Recipients,
            MessageId = MailFile.Id(message.Text("1035")) ?? transport.MessageId,
            Urls = MailFile.Urls(new[] { message.Text("1000"), message.Html() }.OfType<string>()),
            Attachments = attachments,
            Warnings = inside.Count == 0 ? ["the file cannot be read as a .msg mail"] : [],
        };
    }

    private static MailAttachment AttachmentOf(Properties attachment, int index) => MailFile.Attachment(
        attachment.Text("3707") ?? attachment.Text("3704") ?? $"part-{index + 1}",
        attachment.Text("370E") ?? "application/octet-stream",
        attachment.Bytes("37010102") ?? []);

    private sealed class Properties
    {
        private readonly CompoundFile file;
        private readonly Dictionary<string, int> streams = new(StringComparer.OrdinalIgnoreCase);

        internal Properties(CompoundFile file, int storage)
        {
            this.file = file;
            foreach (var (index, name, isStorage) in file.Inside(storage))
            {
                if (!isStorage && name.StartsWith(Property, StringComparison.OrdinalIgnoreCase))
                {
                    streams.TryAdd(name[Property.Length..], index);
                }
            }
        }

        /// <summary>A text property by its id: Unicode (001F), else in a code page (001E).</summary>
        internal string? Text(string id) =>
            Bytes(id + "001F") is { } wide ? Cleaned(Encoding.Unicode.GetString(wide))
            : Bytes(id + "001E") is { } narrow ? Cleaned(Encoding.Latin1.GetString(narrow))
            : null;

        internal string? Html() => Bytes("10130102") is { } html ? Encoding.UTF8.GetString(html) : Text("1013");

        internal byte[]? Bytes(string tag) => streams.TryGetValue(tag, out var index) ? file.Stream(index) : null;

        private static string? Cleaned(string text) => text.TrimEnd('\0') is { Length: > 0 } kept ? TextHygiene.Clean(kept) : null;
    }
}
