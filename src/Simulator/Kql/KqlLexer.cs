using System.Globalization;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

internal enum TokenKind
{
    Name,
    Literal,
    Punctuation,
    End,
}

/// <summary>One token; <paramref name="Value"/> is set for literals.</summary>
internal sealed record Token(TokenKind Kind, string Text, int Position, object? Value = null, LogType Type = LogType.String);

/// <summary>Cuts a query into tokens.</summary>
internal sealed class KqlLexer(string text)
{
    private static readonly string[] Punctuation =
        ["==", "!=", "=~", "!~", "<=", ">=", "..", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", "|", ";", "."];

    private int at;

    /// <summary>All tokens, the last one being the end.</summary>
    public static List<Token> Read(string text)
    {
        var lexer = new KqlLexer(text);
        var tokens = new List<Token>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private char Peek(int ahead = 0) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private Token Next()
    {
        SkipSpace();
        int start = at;
        char c = Peek();
        if (c == '\0' && at >= text.Length)
        {
            return new Token(TokenKind.End, "", start);
        }

        if (c is '"' or '\'' || (c is '@' or 'h' or 'H' && Peek(1) is '"' or '\''))
        {
            return StringLiteral(start);
        }

        if (char.IsAsciiDigit(c))
        {
            return Number(start);
        }

        if (char.IsAsciiLetter(c) || c is '_' or '$' || (c == '!' && char.IsAsciiLetter(Peek(1))))
        {
            return Name(start);
        }

        foreach (string mark in Punctuation)
        {
            if (string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0)
            {
                at += mark.Length;
                return new Token(TokenKind.Punctuation, mark, start);
            }
        }

        throw KqlException.Syntax($"Query could not be parsed at '{c}'", start);
    }

    private void SkipSpace()
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (Peek() == '/' && Peek(1) == '/')
            {
                while (at < text.Length && text[at] != '\n')
                {
                    at++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private Token StringLiteral(int start)
    {
        bool verbatim = Peek() == '@';
        at += Peek() is '"' or '\'' ? 0 : 1;
        char quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length)
        {
            char c = text[at++];
            if (c == quote)
            {
                if (verbatim && Peek() == quote)
                {
                    at++;
                    value.Append(quote);
                    continue;
                }

                return new Token(TokenKind.Literal, text[start..at], start, value.ToString());
            }

            value.Append(c == '\\' && !verbatim ? Escape() : c.ToString());
        }

        throw KqlException.Syntax("Query could not be parsed: a string literal is not terminated", start);
    }

    private string Escape()
    {
        char c = at < text.Length ? text[at++] : '\0';
        if (c == 'u' && at + 4 <= text.Length && ushort.TryParse(text.AsSpan(at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort unit))
        {
            at += 4;
            return ((char)unit).ToString();
        }

        return c switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            '0' => "\0",
            '\\' or '"' or '\'' => c.ToString(),
            _ => throw KqlException.Syntax($"Query could not be parsed: bad escape '\\{c}'", at),
        };
    }

    private Token Number(int start)
    {
        while (char.IsAsciiDigit(Peek()))
        {
            at++;
        }

        bool real = Peek() == '.' && char.IsAsciiDigit(Peek(1));
        at += real ? 1 : 0;
        while (real && char.IsAsciiDigit(Peek()))
        {
            at++;
        }

        string digits = text[start..at];
        int unitStart = at;
        while (char.IsAsciiLetter(Peek()))
        {
            at++;
        }

        string unit = text[unitStart..at];
        if (unit.Length > 0)
        {
            TimeSpan? span = KqlTime.Span(double.Parse(digits, CultureInfo.InvariantCulture), unit);
            return span is { } value
                ? new Token(TokenKind.Literal, text[start..at], start, value, LogType.TimeSpan)
                : throw KqlException.Syntax($"Query could not be parsed at '{text[start..at]}'", start);
        }

        return real
            ? new Token(TokenKind.Literal, digits, start, double.Parse(digits, CultureInfo.InvariantCulture), LogType.Real)
            : long.TryParse(digits, out long number)
                ? new Token(TokenKind.Literal, digits, start, number, LogType.Long)
                : throw KqlException.Syntax($"The number '{digits}' is too large", start);
    }

    private Token Name(int start)
    {
        at++;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
        {
            at++;
        }

        string name = text[start..at];
        if (Peek() == '~' && name.TrimStart('!') == "in")
        {
            at++;
            return new Token(TokenKind.Name, name + "~", start);
        }

        return name is "datetime" or "timespan" or "time" or "dynamic" or "guid" && Peek() == '(' ? Enclosed(name, start) : new Token(TokenKind.Name, name, start);
    }

    private Token Enclosed(string kind, int start)
    {
        int open = at + 1;
        int depth = 0;
        bool quoted = false;
        for (; at < text.Length; at++)
        {
            quoted ^= text[at] == '"' && text[at - 1] != '\\';
            depth += quoted ? 0 : text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0 && !quoted)
            {
                break;
            }
        }

        if (at >= text.Length)
        {
            throw KqlException.Syntax($"Query could not be parsed: '{kind}(' is not closed", start);
        }

        string inside = text[open..at++].Trim();
        string plain = inside.Trim('"', '\'');
        string token = text[start..at];
        return kind switch
        {
            "dynamic" => new Token(TokenKind.Literal, token, start, Json(inside, start), LogType.Dynamic),
            "guid" => new Token(TokenKind.Literal, token, start, plain),
            "datetime" => new Token(TokenKind.Literal, token, start, plain == "null" ? null : KqlTime.DateTime(plain) ?? throw Bad(token, start), LogType.DateTime),
            _ => new Token(TokenKind.Literal, token, start, plain == "null" ? null : KqlTime.Span(plain) ?? throw Bad(token, start), LogType.TimeSpan),
        };
    }

    private static KqlException Bad(string token, int start) => KqlException.Syntax($"Query could not be parsed at '{token}'", start);

    private static JsonElement Json(string inside, int start)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(inside);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw KqlException.Syntax($"Query could not be parsed at 'dynamic({inside})'", start);
        }
    }
}
