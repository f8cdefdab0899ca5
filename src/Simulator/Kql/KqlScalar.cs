using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>An expression bound to columns: its type and how it is computed from a row.</summary>
internal sealed record Bound(LogType Type, Func<object?[], object?> Of)
{
    /// <summary>A constant.</summary>
    public static Bound Constant(object? value, LogType type) => new(type, _ => value);

    /// <summary>The truth of the expression for <paramref name="row"/>; null is false.</summary>
    public bool Holds(object?[] row) => KqlValues.Plain(Of(row)) is true;
}

/// <summary>Binds expressions to columns, so that an unknown name is refused even when there are no rows.</summary>
internal sealed class KqlScalar(IReadOnlyDictionary<string, Bound> lets, DateTimeOffset now)
{
    /// <summary>The time the query runs at.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Binds <paramref name="expr"/>.</summary>
    /// <param name="expr">The expression.</param>
    /// <param name="input">The columns it may name.</param>
    /// <param name="where">The operator it stands in, for the message.</param>
    public Bound Bind(Expr expr, KqlRows input, string where) => expr switch
    {
        LiteralExpr literal => Bound.Constant(literal.Value, literal.Type),
        NameExpr name => Name(name, input, where),
        NegateExpr negate => Negate(Bind(negate.Operand, input, where)),
        BinaryExpr binary => Binary(binary, Bind(binary.Left, input, where), Bind(binary.Right, input, where), where),
        InExpr membership => Membership(membership, input, where),
        HasAnyExpr any => HasAny(any, input, where),
        BetweenExpr between => Between(between, input, where),
        MemberExpr member => Member(Bind(member.Operand, input, where), Bind(member.Key, input, where), member, where),
        CallExpr call => KqlFunctions.Bind(call, [.. call.Arguments.Select(argument => Bind(argument, input, where))], input, this, where),
        _ => throw KqlException.Semantic($"'{where}' operator: '*' stands where a scalar is expected", expr.Position),
    };

    private Bound Name(NameExpr name, KqlRows input, string where)
    {
        int index = input.IndexOf(name.Name);
        if (index >= 0)
        {
            return new Bound(input.Columns[index].Type, row => row[index]);
        }

        return lets.TryGetValue(name.Name, out Bound? let)
            ? let
            : throw KqlException.Semantic($"'{where}' operator: Failed to resolve scalar expression named '{name.Name}'", name.Position);
    }

    private static Bound Negate(Bound operand) => new(operand.Type, row => KqlValues.Plain(operand.Of(row)) switch
    {
        long number => -number,
        double number => -number,
        TimeSpan span => -span,
        _ => null,
    });

    private static Bound Binary(BinaryExpr expr, Bound left, Bound right, string where)
    {
        switch (expr.Operator)
        {
            case "and": return new Bound(LogType.Bool, row => left.Holds(row) && right.Holds(row));
            case "or": return new Bound(LogType.Bool, row => left.Holds(row) || right.Holds(row));
            case "+" or "-" or "*" or "/" or "%": return KqlArithmetic.Bind(expr, left, right, where);
            case "==" or "!=" or "<" or "<=" or ">" or ">=":
                if (!KqlTypes.Comparable(left.Type, right.Type))
                {
                    throw KqlException.Semantic(
                        $"'{where}' operator: Cannot compare values of types {KqlTypes.Name(left.Type)} and {KqlTypes.Name(right.Type)}. Try adding explicit casts",
                        expr.Position);
                }

                return new Bound(LogType.Bool, row => Compare(expr.Operator, left.Of(row), right.Of(row)));
            default: return new Bound(LogType.Bool, row => KqlText.Test(expr.Operator, KqlValues.Text(left.Of(row)), KqlValues.Text(right.Of(row))));
        }
    }

    private static bool Compare(string op, object? a, object? b)
    {
        bool missing = KqlValues.Plain(a) is null || KqlValues.Plain(b) is null;
        int? order = KqlValues.Compare(a, b);
        return op switch
        {
            "==" => !missing && order == 0,
            "!=" => order != 0,
            "<" => !missing && order < 0,
            "<=" => !missing && order <= 0,
            ">" => !missing && order > 0,
            _ => !missing && order >= 0,
        };
    }

    private Bound Membership(InExpr expr, KqlRows input, string where)
    {
        Bound operand = Bind(expr.Operand, input, where);
        Bound[] items = [.. expr.Items.Select(item => Bind(item, input, where))];
        StringComparison comparison = expr.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return new Bound(LogType.Bool, row =>
        {
            object? value = operand.Of(row);
            bool found = Flatten(items, row).Any(item => expr.IgnoreCase
                ? string.Equals(KqlValues.Text(item), KqlValues.Text(value), comparison)
                : KqlValues.Compare(item, value) == 0);
            return found != expr.Negated;
        });
    }

    private Bound HasAny(HasAnyExpr expr, KqlRows input, string where)
    {
        Bound operand = Bind(expr.Operand, input, where);
        Bound[] items = [.. expr.Items.Select(item => Bind(item, input, where))];
        return new Bound(LogType.Bool, row =>
        {
            string text = KqlValues.Text(operand.Of(row));
            return Flatten(items, row).Any(item => KqlValues.HasTerm(text, KqlValues.Text(item), StringComparison.OrdinalIgnoreCase));
        });
    }

    private static IEnumerable<object?> Flatten(Bound[] items, object?[] row)
    {
        foreach (Bound item in items)
        {
            object? value = item.Of(row);
            if (value is JsonElement { ValueKind: JsonValueKind.Array } list)
            {
                foreach (JsonElement element in list.EnumerateArray())
                {
                    yield return KqlValues.Plain(element);
                }
            }
            else
            {
                yield return value;
            }
        }
    }

    private Bound Between(BetweenExpr expr, KqlRows input, string where)
    {
        Bound operand = Bind(expr.Operand, input, where);
        Bound low = Bind(expr.Low, input, where);
        Bound high = Bind(expr.High, input, where);
        if (!KqlTypes.Comparable(operand.Type, low.Type))
        {
            throw KqlException.Semantic($"'{where}' operator: 'between' compares {KqlTypes.Name(operand.Type)} with {KqlTypes.Name(low.Type)}", expr.Position);
        }

        return new Bound(LogType.Bool, row =>
        {
            object? from = low.Of(row);
            object? value = operand.Of(row);
            object? to = (from, high.Of(row)) switch { (DateTimeOffset start, TimeSpan length) => start + length, (_, var end) => end };
            return (Compare(">=", value, from) && Compare("<=", value, to)) != expr.Negated;
        });
    }

    private static Bound Member(Bound operand, Bound key, MemberExpr expr, string where)
    {
        if (operand.Type != LogType.Dynamic)
        {
            throw KqlException.Semantic($"'{where}' operator: a path needs a dynamic value, not {KqlTypes.Name(operand.Type)}", expr.Position);
        }

        return new Bound(LogType.Dynamic, row =>
        {
            if (operand.Of(row) is not JsonElement element)
            {
                return null;
            }

            return (element.ValueKind, KqlValues.Plain(key.Of(row))) switch
            {
                (JsonValueKind.Object, string name) when element.TryGetProperty(name, out JsonElement value) => value,
                (JsonValueKind.Array, long index) when index >= 0 && index < element.GetArrayLength() => element[(int)index],
                (JsonValueKind.Array, long index) when index < 0 && -index <= element.GetArrayLength() => element[element.GetArrayLength() + (int)index],
                _ => null,
            };
        });
    }
}
