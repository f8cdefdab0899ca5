using System.Globalization;

namespace Dropzone.Ledger.Domain.Connectors.OData;

/// <summary>Recognises one condition, by recursive descent.</summary>
internal sealed class ODataParser(IReadOnlyList<ODataToken> tokens)
{
    private const int Deepest = 32;

    private static readonly Dictionary<string, (int Least, int Most, bool Condition)> Functions = new(StringComparer.Ordinal)
    {
        ["contains"] = (2, 2, true), ["startswith"] = (2, 2, true), ["endswith"] = (2, 2, true),
        ["length"] = (1, 1, false), ["indexof"] = (2, 2, false), ["substring"] = (2, 3, false), ["concat"] = (2, 2, false),
        ["tolower"] = (1, 1, false), ["toupper"] = (1, 1, false), ["trim"] = (1, 1, false),
        ["year"] = (1, 1, false), ["month"] = (1, 1, false), ["day"] = (1, 1, false), ["hour"] = (1, 1, false), ["minute"] = (1, 1, false),
        ["second"] = (1, 1, false), ["date"] = (1, 1, false), ["time"] = (1, 1, false), ["now"] = (0, 0, false),
        ["round"] = (1, 1, false), ["floor"] = (1, 1, false), ["ceiling"] = (1, 1, false),
    };

    private static readonly string[] Comparisons = ["eq", "ne", "gt", "ge", "lt", "le", "has"];
    private static readonly string[] Reserved = [.. Comparisons, "and", "or", "not", "in"];

    private int next;
    private int depth;
    private ODataProblem? problem;

    private ODataToken Current => tokens[next];

    /// <summary>Null when the tokens are one condition and nothing more.</summary>
    internal ODataProblem? Whole()
    {
        var isCondition = Or();
        if (problem is null && Current.Kind != ODataTokenKind.End)
        {
            Fail($"'{Current.Text}' stands after a whole condition; and, or, or the end was expected.");
        }

        if (problem is null && !isCondition)
        {
            problem = new ODataProblem(0, "it is a value and no condition; compare it with eq, ne, gt, ge, lt or le.");
        }

        return problem;
    }

    /// <summary>Each reads one level of precedence and answers whether it was a condition rather than a value.</summary>
    private bool Or() => Joined("or", And);

    private bool And() => Joined("and", Not);

    private bool Joined(string word, Func<bool> level)
    {
        var start = Current;
        var isCondition = level();
        while (problem is null && Is(word))
        {
            Needs(isCondition, start, word);
            next++;
            start = Current;
            Needs(level(), start, word);
            isCondition = true;
        }

        return isCondition;
    }

    private void Needs(bool isCondition, ODataToken start, string word)
    {
        if (problem is null && !isCondition)
        {
            problem = new ODataProblem(start.At, $"a condition was expected beside {word}, not a value.");
        }
    }

    private bool Not()
    {
        if (!Is("not"))
        {
            return Comparison();
        }

        next++;
        var start = Current;
        var isCondition = Deeper(Not);
        Needs(isCondition, start, "not");
        return true;
    }

    private bool Comparison()
    {
        var isCondition = Operand();
        if (problem is not null || Current.Kind != ODataTokenKind.Name)
        {
            return isCondition;
        }

        if (Is("in"))
        {
            next++;
            List(1, int.MaxValue, "in");
            return true;
        }

        if (!Comparisons.Contains(Current.Text, StringComparer.Ordinal))
        {
            return isCondition;
        }

        next++;
        Operand();
        return true;
    }

    private bool Operand()
    {
        switch (Current.Kind)
        {
            case ODataTokenKind.Text:
                next++;
                return false;
            case ODataTokenKind.Value:
                return Value();
            case ODataTokenKind.Sign when Current.Text == "(":
                next++;
                var inside = Deeper(Or);
                Expect(")");
                return inside;
            case ODataTokenKind.Name when !Reserved.Contains(Current.Text, StringComparer.Ordinal):
                return Named();
            default:
                Fail(Current.Kind == ODataTokenKind.End ? "it ends where a property, function or value was expected." : $"'{Current.Text}' stands where a property, function or value was expected.");
                return false;
        }
    }

    private bool Value()
    {
        var text = Current.Text;
        var isValue = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            || Guid.TryParseExact(text, "D", out _);
        if (!isValue)
        {
            Fail($"'{text}' is no number, time or GUID.");
        }

        next++;
        return false;
    }

    private bool Named()
    {
        var first = Current;
        next++;
        if (IsSign("("))
        {
            if (!Functions.TryGetValue(first.Text, out var function))
            {
                problem ??= new ODataProblem(first.At, $"there is no function '{first.Text}'; known are {string.Join(", ", Functions.Keys)}.");
                return false;
            }

            List(function.Least, function.Most, first.Text);
            return function.Condition;
        }

        while (problem is null && IsSign("/"))
        {
            next++;
            var segment = Current;
            if (segment.Kind != ODataTokenKind.Name || Reserved.Contains(segment.Text, StringComparer.Ordinal))
            {
                Fail("a property was expected after '/'.");
                return false;
            }

            next++;
            if (IsSign("("))
            {
                return Lambda(segment);
            }
        }

        // A property may hold true or false and is then a condition by itself; true and false are; null never is.
        return first.Text != "null";
    }

    private bool Lambda(ODataToken word)
    {
        if (word.Text is not ("any" or "all"))
        {
            problem ??= new ODataProblem(word.At, $"'{word.Text}' cannot be called here; any and all can.");
            return false;
        }

        next++;
        if (word.Text == "any" && IsSign(")"))
        {
            next++;
            return true;
        }

        if (Current.Kind != ODataTokenKind.Name)
        {
            Fail("the name of a variable was expected, such as r in any(r:r/…).");
            return true;
        }

        next++;
        Expect(":");
        var start = Current;
        if (problem is null)
        {
            Needs(Deeper(Or), start, word.Text);
        }

        Expect(")");
        return true;
    }

    private void List(int least, int most, string of)
    {
        var open = Current;
        Expect("(");
        var count = 0;
        while (problem is null && !IsSign(")"))
        {
            if (count > 0)
            {
                Expect(",");
            }

            Deeper(Or);
            count++;
        }

        Expect(")");
        if (problem is null && (count < least || count > most))
        {
            problem = new ODataProblem(open.At, $"{of} takes {(least == most ? least.ToString(CultureInfo.InvariantCulture) : $"at least {least.ToString(CultureInfo.InvariantCulture)}")} values, not {count.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private bool Deeper(Func<bool> level)
    {
        if (problem is not null)
        {
            return false;
        }

        if (++depth > Deepest)
        {
            Fail($"it is nested deeper than {Deepest.ToString(CultureInfo.InvariantCulture)} levels.");
            return false;
        }

        var isCondition = level();
        depth--;
        return isCondition;
    }

    private void Expect(string sign)
    {
        if (problem is not null)
        {
            return;
        }

        if (IsSign(sign))
        {
            next++;
        }
        else
        {
            Fail(Current.Kind == ODataTokenKind.End ? $"it ends where '{sign}' was expected." : $"'{Current.Text}' stands where '{sign}' was expected.");
        }
    }

    private bool Is(string word) => Current.Kind == ODataTokenKind.Name && Current.Text == word;

    private bool IsSign(string sign) => Current.Kind == ODataTokenKind.Sign && Current.Text == sign;

    private void Fail(string message) => problem ??= new ODataProblem(Current.At, message);
}
