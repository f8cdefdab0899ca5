using System.Text;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>
/// KQL as far as the ledger must understand it: which of its characters are code. What a query means is Microsoft's to say, at the test
/// of the connector.
/// </summary>
internal static class KqlText
{
    private const string Fence = "```";

    /// <summary>The query with comments and the insides of literals replaced by spaces; null when a literal does not end.</summary>
    internal static string? Code(string query)
    {
        var code = new StringBuilder(query.Length);
        var i = 0;
        while (i < query.Length)
        {
            var end = query.AsSpan(i) switch
            {
                ['/', '/', ..] => EndOfLine(query, i),
                ['`', '`', '`', ..] => query.IndexOf(Fence, i + Fence.Length, StringComparison.Ordinal) is >= 0 and var at ? at + Fence.Length : -1,
                ['~', '~', '~', ..] => query.IndexOf("~~~", i + 3, StringComparison.Ordinal) is >= 0 and var at ? at + 3 : -1,
                ['@', '"' or '\'', ..] => EndOfVerbatim(query, i + 1),
                ['"' or '\'', ..] => EndOfLiteral(query, i),
                _ => i,
            };
            if (end < 0)
            {
                return null;
            }

            if (end == i)
            {
                code.Append(query[i++]);
                continue;
            }

            code.Append(' ', end - i);
            i = end;
        }

        return code.ToString();
    }

    /// <summary>Whether code holds a name as a word of its own.</summary>
    internal static bool Names(string code, string name)
    {
        for (var at = code.IndexOf(name, StringComparison.Ordinal); at >= 0; at = code.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsWord(code[at - 1])) && (at + name.Length == code.Length || !IsWord(code[at + name.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int EndOfLine(string query, int from) => query.IndexOf('\n', from) is >= 0 and var at ? at : query.Length;

    private static int EndOfVerbatim(string query, int quote)
    {
        for (var i = quote + 1; i < query.Length; i++)
        {
            if (query[i] == query[quote])
            {
                if (i + 1 >= query.Length || query[i + 1] != query[quote])
                {
                    return i + 1;
                }

                i++;
            }
        }

        return -1;
    }

    private static int EndOfLiteral(string query, int quote)
    {
        for (var i = quote + 1; i < query.Length && query[i] is not '\n'; i++)
        {
            if (query[i] == query[quote])
            {
                return i + 1;
            }

            i += query[i] == '\\' ? 1 : 0;
        }

        return -1;
    }
}
