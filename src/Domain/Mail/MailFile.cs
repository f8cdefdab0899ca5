using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mail;

/// <summary>Reads a mail's file: MIME (<c>.eml</c>, RFC 5322 and 2045) or Outlook's <c>.msg</c> (MS-OXMSG). Total: whatever the bytes, an answer.</summary>
public static partial class MailFile
{
    internal const int MostAttachments = 100;
    private const int MostUrls = 50;
    private const int LongestText = 2_000_000;

    /// <summary>Reads one file.</summary>
    public static ReadMail Read(ReadOnlyMemory<byte> bytes) => CompoundFile.IsOne(bytes.Span) ? MsgMail.Read(bytes) : MimeMail.Read(bytes);

    internal static MailAttachment Attachment(string name, string contentType, ReadOnlySpan<byte> content) => new(
        TextHygiene.Clean(name),
        TextHygiene.Clean(contentType),
        content.Length,
        Convert.ToHexStringLower(Sha1(content)),
        Convert.ToHexStringLower(SHA256.HashData(content)));

    internal static IReadOnlyList<string> Urls(IEnumerable<string> texts) =>
    [
        .. texts.SelectMany(text => Link().Matches(text.Length <= LongestText ? text : text[..LongestText]))
            .Select(match => TextHygiene.Clean(match.Value.TrimEnd('.', ',', ';', ')', '!', '?')).Replace("&amp;", "&", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Take(MostUrls),
    ];

    /// <summary>An id without its angle brackets; null when blank.</summary>
    internal static string? Id(string? text) => text?.Trim().Trim('<', '>').Trim() is { Length: > 0 } id ? TextHygiene.Clean(id) : null;

    // Security products know files by SHA-1 as well: it names the file, it protects nothing.
#pragma warning disable CA5350
    private static byte[] Sha1(ReadOnlySpan<byte> content) => SHA1.HashData(content);
#pragma warning restore CA5350

    [GeneratedRegex("""https?://[^\s<>"'\\^`{|}]{1,2000}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
