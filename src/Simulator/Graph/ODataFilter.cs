using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>A filter that is refused; the message says why.</summary>
internal sealed class ODataException(string message) : Exception(message);

/// <summary>
/// Parses <c>$filter</c>: eq ne gt ge lt le, and, or, not, parentheses, on the properties the resource documents.
/// Enum members stand in quotes, times do not.
/// </summary>
internal sealed class ODataFilter
{
    private readonly IReadOnlyDictionary<string, FilterKind> properties;
    private readonly List<string> tokens;
    private int at;

    private ODataFilter(string text, IReadOnlyDictionary<string, FilterKind> properties)
    {
        this.properties = properties;
        tokens = Tokens(text);
    }

    /// <summary>Parses <paramref name="text"/>.</summary>
    /// <exception cref="ODataException">It is no filter, or one that the resource refuses.</exception>
    public static Func<GraphVersion, bool> Parse(string text, IReadOnlyDictionary<string, FilterKind> properties)
    {
        var parser = new ODataFilter(text, properties);
        Func<GraphVersion, bool> predicate = parser.Or();
        return parser.at == parser.tokens.Count ? predicate : throw new ODataException($"Syntax error at '{parser.tokens[parser.at]}' in '{text}'.");
    }

    private Func<GraphVersion, bool> Or()
    {
        Func<GraphVersion, bool> left = And();
        while (TryTake("or"))
        {
            (Func<GraphVersion, bool> a, Func<GraphVersion, bool> b) = (left, And());
            left = version => a(version) || b(version);
        }

        return left;
    }

    private Func<GraphVersion, bool> And()
    {
        Func<GraphVersion, bool> left = Not();
        while (TryTake("and"))
        {
            (Func<GraphVersion, bool> a, Func<GraphVersion, bool> b) = (left, Not());
            left = version => a(version) && b(version);
        }

        return left;
    }

    private Func<GraphVersion, bool> Not()
    {
        if (TryTake("not"))
        {
            Func<GraphVersion, bool> inner = Not();
            return version => !inner(version);
        }

        if (TryTake("("))
        {
            Func<GraphVersion, bool> inner = Or();
            return TryTake(")") ? inner : throw new ODataException("Found an unbalanced bracket expression.");
        }

        return Comparison();
    }

    private Func<GraphVersion, bool> Comparison()
    {
        string name = Take();
        if (!properties.TryGetValue(name, out FilterKind? kind))
        {
            throw new ODataException($"Invalid filter clause: filtering on property '{name}' is not supported.");
        }

        string op = Take();
        if (op is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
        {
            throw new ODataException($"Invalid filter clause: '{op}' is not a supported operator.");
        }

        string value = Take();
        return kind switch
        {
            FilterKind.Time time => Time(name, op, value, time.OfCreation),
            FilterKind.Member member => Text(name, op, value, member.Members),
            _ => Text(name, op, value, null),
        };
    }

    private static Func<GraphVersion, bool> Time(string name, string op, string value, bool ofCreation)
    {
        if (value.StartsWith('\'') || !value.Contains('T', StringComparison.Ordinal) || !WireTime.TryParse(value, out DateTimeOffset limit))
        {
            throw new ODataException($"Invalid filter clause: a binary operator with incompatible types was detected; '{name}' is Edm.DateTimeOffset and takes an unquoted time.");
        }

        return version => Holds(op, (ofCreation ? version.Created : version.LastUpdate).CompareTo(limit));
    }

    private static Func<GraphVersion, bool> Text(string name, string op, string value, IReadOnlySet<string>? members)
    {
        if (op is not ("eq" or "ne") && (members is not null || value == "null"))
        {
            throw new ODataException($"Invalid filter clause: '{op}' cannot be applied to '{name}'.");
        }

        if (value != "null" && (value.Length < 2 || value[0] != '\''))
        {
            throw new ODataException($"Invalid filter clause: '{value}' is not a quoted value for '{name}'.");
        }

        string? wanted = value == "null" ? null : value[1..^1].Replace("''", "'", StringComparison.Ordinal);
        if (members is not null && wanted is not null && !members.Contains(wanted))
        {
            throw new ODataException($"Invalid filter clause: The string '{wanted}' is not a valid enumeration type constant for '{name}'.");
        }

        return version =>
        {
            string? actual = version.Values.TryGetValue(name, out JsonElement element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;
            return op is "eq" or "ne"
                ? string.Equals(actual, wanted, StringComparison.OrdinalIgnoreCase) == (op == "eq")
                : actual is not null && Holds(op, string.Compare(actual, wanted, StringComparison.OrdinalIgnoreCase));
        };
    }

    private static bool Holds(string op, int order) => op switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "gt" => order > 0,
        "ge" => order >= 0,
        "lt" => order < 0,
        _ => order <= 0,
    };

    private string Take() => at < tokens.Count ? tokens[at++] : throw new ODataException("Syntax error: the filter ends too early.");

    private bool TryTake(string token)
    {
        bool found = at < tokens.Count && tokens[at] == token;
        at += found ? 1 : 0;
        return found;
    }

    private static List<string> Tokens(string text)
    {
        var found = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            if (text[i] == ' ')
            {
                i++;
                continue;
            }

            if (text[i] is '(' or ')')
            {
                i++;
            }
            else if (text[i] == '\'')
            {
                i++;
                while (i < text.Length && (text[i] != '\'' || (i + 1 < text.Length && text[i + 1] == '\'')))
                {
                    i += text[i] == '\'' ? 2 : 1;
                }

                i = i < text.Length ? i + 1 : throw new ODataException($"There is an unterminated string literal at position {start} in '{text}'.");
            }
            else
            {
                while (i < text.Length && text[i] is not (' ' or '(' or ')' or '\''))
                {
                    i++;
                }
            }

            found.Add(text[start..i]);
        }

        return found;
    }
}
