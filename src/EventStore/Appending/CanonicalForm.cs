using System.Text.Json;
using System.Text.Unicode;

namespace Dropzone.Ledger.EventStore;

/// <summary>
/// Checks that event data is in the one form whose digest can be checked again for ever: RFC 8785 over strings, integers, booleans,
/// arrays and objects. What PostgreSQL's jsonb would change or refuse (NUL, lone surrogates, duplicate keys, fractions) is among what it refuses.
/// </summary>
internal static class CanonicalForm
{
    /// <summary>Null when the data is canonical, else what is wrong; <paramref name="onText"/> sees each string of commitment length.</summary>
    public static string? Problem(ReadOnlySpan<byte> data, Action<string> onText)
    {
        if (!Utf8.IsValid(data))
        {
            return "it is not valid UTF-8";
        }

        return ProblemOfBytes(data) ?? ProblemOfTokens(data, onText);
    }

    private static string? ProblemOfBytes(ReadOnlySpan<byte> data)
    {
        var inString = false;
        for (var i = 0; i < data.Length; i++)
        {
            var c = data[i];
            if (!inString)
            {
                if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                {
                    return "it has white space between its tokens";
                }

                inString = c == (byte)'"';
            }
            else if (c == (byte)'"')
            {
                inString = false;
            }
            else if (c == (byte)'\\')
            {
                if (ProblemOfEscape(data[(i + 1)..], out var length) is { } problem)
                {
                    return problem;
                }

                i += length;
            }
        }

        return null;
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

    private static string? ProblemOfTokens(ReadOnlySpan<byte> data, Action<string> onText)
    {
        var reader = new Utf8JsonReader(data);
        var names = new Stack<string?>();
        try
        {
            while (reader.Read())
            {
                if (names.Count == 0 && reader.TokenType != JsonTokenType.StartObject && reader.BytesConsumed < data.Length)
                {
                    return "it is not an object";
                }

                if (ProblemOfToken(ref reader, names, onText) is { } problem)
                {
                    return problem;
                }
            }
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }

        return data.IsEmpty || data[0] != (byte)'{' ? "it is not an object" : null;
    }

    private static string? ProblemOfToken(ref Utf8JsonReader reader, Stack<string?> names, Action<string> onText)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                names.Push(null);
                return null;
            case JsonTokenType.EndObject:
                names.Pop();
                return null;
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                if (names.Pop() is { } before && string.CompareOrdinal(before, name) >= 0)
                {
                    return $"its property '{name}' is a duplicate or not in order";
                }

                names.Push(name);
                return null;
            case JsonTokenType.String when reader.ValueSpan.Length == VaultCommitment.Length && !reader.ValueIsEscaped:
                onText(reader.GetString()!);
                return null;
            case JsonTokenType.Number:
                return IsInteger(reader.ValueSpan) ? null : "it has a number that is not an integer";
            case JsonTokenType.Null:
                return "it has a null";
            default:
                return null;
        }
    }

    private static bool IsInteger(ReadOnlySpan<byte> number) =>
        !number.SequenceEqual("-0"u8) && number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
}
