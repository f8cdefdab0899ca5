using System.Buffers.Text;
using System.Text;

namespace Dropzone.Ledger.Domain.Mail;

/// <summary>One part of a MIME message: its headers, and its bytes as they were sent.</summary>
internal sealed class MimePart
{
    private const int Deepest = 16;
    private const int MostParts = 500;

    private readonly MimeHeaders headers;
    private readonly ReadOnlyMemory<byte> body;

    private MimePart(MimeHeaders headers, ReadOnlyMemory<byte> body) => (this.headers, this.body) = (headers, body);

    internal MimeHeaders Headers => headers;

    internal string ContentType => headers.Value("Content-Type") is { } type ? MimeHeaders.Main(type) : "text/plain";

    internal bool IsMultipart => ContentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    internal bool IsText => ContentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !IsAttachment;

    internal bool IsAttachment => FileName is not null || MimeHeaders.Main(headers.Value("Content-Disposition") ?? "").Equals("attachment", StringComparison.OrdinalIgnoreCase);

    internal string? FileName =>
        MimeHeaders.Parameter(headers.Value("Content-Disposition"), "filename") ?? MimeHeaders.Parameter(headers.Value("Content-Type"), "name");

    /// <summary>The message in a part, or the whole message.</summary>
    internal static MimePart Parse(ReadOnlyMemory<byte> message)
    {
        var (headers, length) = MimeHeaders.Read(message.Span);
        return new MimePart(headers, message[length..]);
    }

    /// <summary>The part and all parts in it; messages within are parts and are not opened.</summary>
    internal IReadOnlyList<MimePart> Walk()
    {
        var all = new List<MimePart>();
        Walk(all, 0);
        return all;
    }

    /// <summary>The bytes, decoded.</summary>
    internal byte[] Content() => headers.Value("Content-Transfer-Encoding")?.Trim().ToLowerInvariant() switch
    {
        "base64" => FromBase64(body.Span),
        "quoted-printable" => MimeHeaders.FromQuoted(body.Span, underscoreIsBlank: false),
        _ => body.ToArray(),
    };

    internal string Text() => MimeHeaders.Charset(MimeHeaders.Parameter(headers.Value("Content-Type"), "charset")).GetString(Content());

    private void Walk(List<MimePart> all, int depth)
    {
        all.Add(this);
        if (!IsMultipart || depth >= Deepest || MimeHeaders.Parameter(headers.Value("Content-Type"), "boundary") is not { Length: > 0 } boundary)
        {
            return;
        }

        foreach (var part in Between(body, boundary))
        {
            if (all.Count < MostParts)
            {
                Parse(part).Walk(all, depth + 1);
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Between(ReadOnlyMemory<byte> body, string boundary)
    {
        var mark = Encoding.Latin1.GetBytes("--" + boundary);
        var start = -1;
        for (var at = 0; at <= body.Length;)
        {
            var found = body.Span[at..].IndexOf(mark);
            if (found < 0)
            {
                break;
            }

            found += at;
            at = found + mark.Length;
            if (found > 0 && body.Span[found - 1] != '\n')
            {
                continue;
            }

            if (start >= 0)
            {
                yield return body[start..Math.Max(start, found - EndOfLine(body.Span[..found]))];
            }

            if (body.Span[at..].StartsWith("--"u8))
            {
                yield break;
            }

            var line = body.Span[at..].IndexOf((byte)'\n');
            start = line < 0 ? body.Length : at + line + 1;
        }

        // A message that was cut ends its last part.
        if (start >= 0 && start < body.Length)
        {
            yield return body[start..];
        }
    }

    private static int EndOfLine(ReadOnlySpan<byte> text) => text.EndsWith("\r\n"u8) ? 2 : text.EndsWith("\n"u8) ? 1 : 0;

    private static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        var kept = new byte[text.Length + 3];
        var length = 0;
        foreach (var b in text)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/')
            {
                kept[length++] = b;
            }
        }

        // One digit alone says nothing; two or three miss their padding.
        length -= length % 4 == 1 ? 1 : 0;
        while (length % 4 != 0)
        {
            kept[length++] = (byte)'=';
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
        Base64.DecodeFromUtf8(kept.AsSpan(0, length), decoded, out _, out var written);
        return decoded[..written];
    }
}
