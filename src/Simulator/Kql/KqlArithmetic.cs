using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>Sums and products of numbers, times and spans.</summary>
internal static class KqlArithmetic
{
    /// <summary>Binds one operation; impossible pairs of types are refused.</summary>
    public static Bound Bind(BinaryExpr expr, Bound left, Bound right, string where)
    {
        LogType type = (left.Type, expr.Operator, right.Type) switch
        {
            (LogType.DateTime, "+" or "-", LogType.TimeSpan) => LogType.DateTime,
            (LogType.TimeSpan, "+", LogType.DateTime) => LogType.DateTime,
            (LogType.DateTime, "-", LogType.DateTime) => LogType.TimeSpan,
            (LogType.TimeSpan, "+" or "-", LogType.TimeSpan) => LogType.TimeSpan,
            (LogType.TimeSpan, "/", LogType.TimeSpan) => LogType.Real,
            (LogType.TimeSpan, "*" or "/", var number) when KqlTypes.IsNumber(number) => LogType.TimeSpan,
            (var number, "*", LogType.TimeSpan) when KqlTypes.IsNumber(number) => LogType.TimeSpan,
            (LogType.Real, _, var number) when KqlTypes.IsNumber(number) => LogType.Real,
            (var number, _, LogType.Real) when KqlTypes.IsNumber(number) => LogType.Real,
            (var a, _, var b) when KqlTypes.IsNumber(a) && KqlTypes.IsNumber(b) => LogType.Long,
            _ => throw KqlException.Semantic(
                $"'{where}' operator: '{expr.Operator}' cannot be applied to {KqlTypes.Name(left.Type)} and {KqlTypes.Name(right.Type)}",
                expr.Position),
        };
        return new Bound(type, row => Compute(expr.Operator, KqlValues.Plain(left.Of(row)), KqlValues.Plain(right.Of(row))));
    }

    private static object? Compute(string op, object? a, object? b)
    {
        try
        {
            return (a, op, b) switch
            {
                (DateTimeOffset x, "+", TimeSpan y) => x + y,
                (TimeSpan x, "+", DateTimeOffset y) => y + x,
                (DateTimeOffset x, "-", TimeSpan y) => x - y,
                (DateTimeOffset x, "-", DateTimeOffset y) => x - y,
                (TimeSpan x, "+", TimeSpan y) => x + y,
                (TimeSpan x, "-", TimeSpan y) => x - y,
                (TimeSpan x, "/", TimeSpan y) => y == TimeSpan.Zero ? null : x / y,
                (TimeSpan x, "*", long or double) => x * KqlValues.Number(b)!.Value,
                (TimeSpan x, "/", long or double) => x / KqlValues.Number(b)!.Value,
                (long or double, "*", TimeSpan y) => y * KqlValues.Number(a)!.Value,
                (long x, "+", long y) => x + y,
                (long x, "-", long y) => x - y,
                (long x, "*", long y) => x * y,
                (long x, "/", long y) => y == 0 ? null : x / y,
                (long x, "%", long y) => y == 0 ? null : x % y,
                (null, _, _) or (_, _, null) => null,
                _ => Reals(op, KqlValues.Number(a), KqlValues.Number(b)),
            };
        }
        catch (Exception outOfRange) when (outOfRange is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static double? Reals(string op, double? a, double? b) => op switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        _ => a % b,
    };
}

/// <summary>The text operators.</summary>
internal static class KqlText
{
    /// <summary>Applies one of <c>=~ has contains startswith endswith</c>, negated by <c>!</c>, case-sensitive with <c>_cs</c>.</summary>
    public static bool Test(string op, string text, string term)
    {
        if (op is "=~" or "!~")
        {
            return string.Equals(text, term, StringComparison.OrdinalIgnoreCase) == (op == "=~");
        }

        bool negated = op[0] == '!';
        StringComparison comparison = op.EndsWith("_cs", StringComparison.Ordinal) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string plain = op.TrimStart('!').Replace("_cs", "", StringComparison.Ordinal);
        bool found = plain switch
        {
            "has" => KqlValues.HasTerm(text, term, comparison),
            "contains" => text.Contains(term, comparison),
            "startswith" => text.StartsWith(term, comparison),
            _ => text.EndsWith(term, comparison),
        };
        return found != negated;
    }
}
