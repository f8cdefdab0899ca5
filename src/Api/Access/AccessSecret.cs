using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.Api.Access;

/// <summary>
/// A random value that opens something: a token (<c>dzl_…</c>), a sign-in code or a session. Only its SHA-256 is ever stored; 256 random
/// bits need no slow hash.
/// </summary>
public sealed class AccessSecret
{
    /// <summary>Prefix of every token, so that scanners recognise a leaked one.</summary>
    public const string TokenPrefix = "dzl_";

    private AccessSecret(string text) => Text = text;

    /// <summary>The value, to be shown exactly once.</summary>
    public string Text { get; }

    /// <summary>A new token.</summary>
    public static AccessSecret NewToken() => new(TokenPrefix + Random());

    /// <summary>A new sign-in code or session id.</summary>
    public static AccessSecret New() => new(Random());

    /// <summary>What is stored.</summary>
    public byte[] Digest() => DigestOf(Text);

    /// <summary>What would be stored of a value that somebody shows.</summary>
    public static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a text can be a token at all: the prefix and 43 characters of base64url.</summary>
    public static bool LooksLikeToken(string text) =>
        text.Length == TokenPrefix.Length + 43
        && text.StartsWith(TokenPrefix, StringComparison.Ordinal)
        && text.AsSpan(TokenPrefix.Length).IndexOfAnyExcept(Base64UrlCharacters) < 0;

    /// <summary>Never the value.</summary>
    public override string ToString() => "(access secret)";

    private static readonly System.Buffers.SearchValues<char> Base64UrlCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
