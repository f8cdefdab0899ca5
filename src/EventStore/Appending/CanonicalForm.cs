using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Checks that event data is in the one form whose digest can be checked again for ever: RFC 8785 over strings, integers, booleans,
/// arrays and objects. What PostgreSQL's jsonb would change or refuse (NUL, lone surrogates, duplicate keys, fractions) is among what it refuses.
/// </summary>
internal static class CanonicalForm
{
    private const int DeepestObject = 64;

    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> WhiteSpaceOrText = SearchValues.Create(" \t\r\n\""u8);

    /// <summary>Null when the data is canonical, else what is wrong; <paramref name="links"/> sees each string of commitment length.</summary>
    public static string? Problem(ReadOnlySpan<byte> data, CommitmentLinks links) =>
        Utf8.IsValid(data) ? ProblemOfBytes(data) ?? ProblemOfTokens(data, links) : "it is not valid UTF-8";

    private static string? ProblemOfBytes(ReadOnlySpan<byte> data)
    {
        var inText = false;
        while (true)
        {
            var next = data.IndexOfAny(inText ? EndsPlainText : WhiteSpaceOrText);
            if (next < 0)
            {
                return null;
            }

            var found = data[next];
            data = data[(next + 1)..];
            if (found == (byte)'"')
            {
                inText = !inText;
            }
            else if (!inText)
            {
                return "it has white space between its tokens";
            }
            else if (ProblemOfEscape(data, out var length) is { } problem)
            {
                return problem;
            }
            else
            {
                data = data[length..];
            }
        }
    }

    // RFC 8785, section 3.2.2.2: the short escapes where JSON has them, \u00xx in lower case for the other controls, nothing else.
    private static string? ProblemOfEscape(ReadOnlySpan<byte> rest, out int length)
    {
        length = 1;
        if (rest.IsEmpty || rest[0] != (byte)'u')
        {
            return !rest.IsEmpty && "\"\\bfnrt"u8.Contains(rest[0]) ? null : "it has an escape that canonical JSON does not use";
        }

        length = 5;
        if (rest.StartsWith("u0000"u8))
        {
            return "a string holds the character NUL, which PostgreSQL cannot keep";
        }

        return rest.Length >= 5 && rest[1] == '0' && rest[2] == '0' && rest[3] is (byte)'0' or (byte)'1'
            && "0123456789abcdef"u8.Contains(rest[4]) && !(rest[3] == '0' && "89acd"u8.Contains(rest[4]))
            ? null
            : "it has an escape that canonical JSON does not use";
    }

    private static string? ProblemOfTokens(ReadOnlySpan<byte> data, CommitmentLinks links)
    {
        if (data.IsEmpty || data[0] != (byte)'{')
        {
            return data.IsEmpty ? "it is not JSON" : "it is not an object";
        }

        var reader = new Utf8JsonReader(data);
        Span<Range> names = stackalloc Range[DeepestObject + 1];
        try
        {
            while (reader.Read())
            {
                if (ProblemOfToken(ref reader, data, names, links) is { } problem)
                {
                    return problem;
                }
            }
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }

        return null;
    }

    private static string? ProblemOfToken(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, scoped Span<Range> names, CommitmentLinks links)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                names[reader.CurrentDepth] = default;
                return null;
            case JsonTokenType.PropertyName:
                var name = Content(reader);
                ref var before = ref names[reader.CurrentDepth - 1];
                var inOrder = before.Equals(default) || IsBefore(data[before], data[name]);
                before = name;
                return inOrder ? null : $"its property '{reader.GetString()}' is a duplicate or not in order";
            case JsonTokenType.String when reader.ValueSpan.Length == VaultCommitment.Length && !reader.ValueIsEscaped:
                links.See(reader.ValueSpan);
                return null;
            case JsonTokenType.Number:
                return IsInteger(reader.ValueSpan) ? null : "it has a number that is not an integer";
            case JsonTokenType.Null:
                return "it has a null";
            default:
                return null;
        }
    }

    // A name begins after its opening quote.
    private static Range Content(in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        return start..(start + reader.ValueSpan.Length);
    }

    // RFC 8785 orders names by their UTF-16 code units. Among names without escapes and with nothing but ASCII that is the order of their bytes.
    private static bool IsBefore(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        IsPlain(first) && IsPlain(second)
            ? first.SequenceCompareTo(second) < 0
            : string.CompareOrdinal(Text(first), Text(second)) < 0;

    private static bool IsPlain(ReadOnlySpan<byte> name) => Ascii.IsValid(name) && !name.Contains((byte)'\\');

    private static string Text(ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. name, (byte)'"']);
        reader.Read();
        return reader.GetString()!;
    }

    private static bool IsInteger(ReadOnlySpan<byte> number) =>
        !number.SequenceEqual("-0"u8) && number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
}
