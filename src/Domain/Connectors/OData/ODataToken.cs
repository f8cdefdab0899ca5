namespace Dropzone.Ledger.Domain.Connectors.OData;

/// <summary>What a token of a filter is.</summary>
internal enum ODataTokenKind
{
    /// <summary>After the last one.</summary>
    End,

    /// <summary>A name: a property, a function, an operator, a keyword.</summary>
    Name,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>A number, a time, a GUID or a duration: anything that begins with a digit or a minus.</summary>
    Value,

    /// <summary>One of <c>( ) , / :</c>.</summary>
    Sign,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands in the filter.</param>
/// <param name="At">The index of its first character.</param>
internal sealed record ODataToken(ODataTokenKind Kind, string Text, int At);

/// <summary>Cuts a filter into tokens.</summary>
internal static class ODataTokens
{
    /// <summary>All tokens, <see cref="ODataTokenKind.End"/> last, or what is wrong.</summary>
    internal static (IReadOnlyList<ODataToken> Tokens, ODataProblem? Problem) Of(string filter)
    {
        var tokens = new List<ODataToken>();
        var at = 0;
        while (at < filter.Length)
        {
            var c = filter[at];
            if (c == ' ')
            {
                at++;
                continue;
            }

            var end = c switch
            {
                '\'' => EndOfText(filter, at),
                '(' or ')' or ',' or '/' or ':' => at + 1,
                _ => EndOfWord(filter, at),
            };
            if (end <= at)
            {
                return (tokens, new ODataProblem(at, c == '\'' ? "the text that begins here has no closing quote." : $"'{Shown(c)}' is not allowed here."));
            }

            tokens.Add(new ODataToken(KindOf(c), filter[at..end], at));
            at = end;
        }

        tokens.Add(new ODataToken(ODataTokenKind.End, "", filter.Length));
        return (tokens, null);
    }

    private static ODataTokenKind KindOf(char first) => first switch
    {
        '\'' => ODataTokenKind.Text,
        '(' or ')' or ',' or '/' or ':' => ODataTokenKind.Sign,
        '-' => ODataTokenKind.Value,
        _ => char.IsAsciiDigit(first) ? ODataTokenKind.Value : ODataTokenKind.Name,
    };

    private static int EndOfText(string filter, int at)
    {
        for (var i = at + 1; i < filter.Length; i++)
        {
            if (filter[i] != '\'')
            {
                continue;
            }

            if (i + 1 >= filter.Length || filter[i + 1] != '\'')
            {
                return i + 1;
            }

            i++;
        }

        return -1;
    }

    // A value may hold the signs of times (2026-11-20T00:00:00Z), numbers and durations; a colon parts a lambda's variable from its body.
    private static int EndOfWord(string filter, int at)
    {
        var isValue = char.IsAsciiDigit(filter[at]) || filter[at] == '-';
        var end = at;
        while (end < filter.Length && (char.IsAsciiLetterOrDigit(filter[end]) || filter[end] is '_' or '.' or '@' || (isValue && filter[end] is ('-' or '+' or ':'))))
        {
            end++;
        }

        return end;
    }

    private static string Shown(char c) => char.IsControl(c) ? $"U+{(int)c:X4}" : c.ToString();
}
