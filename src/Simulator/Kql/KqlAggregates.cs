using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>One aggregate of a summarize: the columns it yields and how they are computed from a group.</summary>
internal sealed record Aggregate(IReadOnlyList<LogColumn> Columns, Func<IReadOnlyList<object?[]>, object?[]> Of);

/// <summary>The aggregate functions.</summary>
internal static class KqlAggregates
{
    /// <summary>Whether <paramref name="name"/> is one.</summary>
    public static bool IsAggregate(string name) => name is "count" or "countif" or "min" or "max" or "sum" or "avg" or "dcount" or "make_set" or "make_list"
        or "take_any" or "any" or "arg_max" or "arg_min";

    /// <summary>Binds one aggregate.</summary>
    /// <param name="named">The call and the name its column gets.</param>
    /// <param name="input">The columns before the summarize.</param>
    /// <param name="keys">The names of the by-columns, which <c>*</c> leaves out.</param>
    /// <param name="scalar">Binds what it aggregates.</param>
    public static Aggregate Bind(NamedExpr named, KqlRows input, IReadOnlySet<string> keys, KqlScalar scalar)
    {
        if (named.Value is not CallExpr call || !IsAggregate(call.Name))
        {
            throw KqlException.Semantic("'summarize' operator: an aggregate function is expected", named.Value.Position);
        }

        if (call.Name is "arg_max" or "arg_min")
        {
            return Arg(named, call, input, keys, scalar);
        }

        int wanted = call.Name == "count" ? 0 : 1;
        if (call.Arguments.Count < wanted || (call.Name == "count" && call.Arguments.Count > 0) || call.Arguments.Count > 2)
        {
            throw KqlException.Semantic($"'summarize' operator: '{call.Name}' was called with {call.Arguments.Count} argument(s)", call.Position);
        }

        Bound? value = wanted == 0 ? null : scalar.Bind(call.Arguments[0], input, "summarize");
        string prefix = call.Name is "make_set" ? "set_" : call.Name is "make_list" ? "list_" : call.Name is "take_any" or "any" ? "" : call.Name + "_";
        string name = named.Name ?? prefix + (call.Arguments.Count > 0 && call.Arguments[0] is NameExpr column ? column.Name : "");
        LogType type = call.Name switch
        {
            "count" or "countif" or "dcount" => LogType.Long,
            "avg" => LogType.Real,
            "make_set" or "make_list" => LogType.Dynamic,
            _ => value!.Type,
        };
        return new Aggregate([new LogColumn(name, type)], rows => [Compute(call.Name, value, rows)]);
    }

    private static object? Compute(string name, Bound? value, IReadOnlyList<object?[]> rows)
    {
        if (name == "count")
        {
            return (long)rows.Count;
        }

        if (name == "countif")
        {
            return (long)rows.Count(value!.Holds);
        }

        List<object> values = [.. rows.Select(row => value!.Of(row)).Where(item => KqlValues.Plain(item) is not null).Select(item => item!)];
        return name switch
        {
            "min" => values.Aggregate((object?)null, (best, item) => best is null || KqlValues.Compare(item, best) < 0 ? item : best),
            "max" => values.Aggregate((object?)null, (best, item) => best is null || KqlValues.Compare(item, best) > 0 ? item : best),
            "dcount" => (long)values.Select(KqlValues.Text).Distinct(StringComparer.Ordinal).Count(),
            "sum" => values.TrueForAll(item => item is long) ? values.Sum(item => (long)item) : values.Sum(item => KqlValues.Number(item) ?? 0),
            "avg" => values.Count == 0 ? null : values.Average(item => KqlValues.Number(item) ?? 0),
            "make_set" => List(values.Where(item => KqlValues.Text(item).Length > 0).DistinctBy(KqlValues.Text, StringComparer.Ordinal)),
            "make_list" => List(values),
            _ => values.FirstOrDefault(),
        };
    }

    private static JsonElement List(IEnumerable<object> values) =>
        WireJson.Element(new JsonArray([.. values.Select(value => JsonSerializer.SerializeToNode(KqlValues.Dynamic(value), WireJson.Options))]));

    private static Aggregate Arg(NamedExpr named, CallExpr call, KqlRows input, IReadOnlySet<string> keys, KqlScalar scalar)
    {
        if (call.Arguments.Count == 0)
        {
            throw KqlException.Semantic($"'summarize' operator: '{call.Name}' needs what it is the extreme of", call.Position);
        }

        Bound by = scalar.Bind(call.Arguments[0], input, "summarize");
        string byName = named.Name ?? (call.Arguments[0] is NameExpr name ? name.Name : call.Name + "_");
        var columns = new List<LogColumn> { new(byName, by.Type) };
        var taken = new List<Bound> { by };
        foreach (Expr argument in call.Arguments.Skip(1))
        {
            IEnumerable<string> names = argument is StarExpr
                ? input.Visible.Select(index => input.Columns[index].Name).Where(column => !keys.Contains(column) && column != byName)
                : [argument is NameExpr column ? column.Name : throw KqlException.Semantic($"'summarize' operator: '{call.Name}' takes columns or *", argument.Position)];
            foreach (string item in names)
            {
                Bound bound = scalar.Bind(new NameExpr(item, argument.Position), input, "summarize");
                columns.Add(new LogColumn(item, bound.Type));
                taken.Add(bound);
            }
        }

        int sign = call.Name == "arg_max" ? 1 : -1;
        return new Aggregate(columns, rows =>
        {
            object?[] best = rows[0];
            foreach (object?[] row in rows.Skip(1))
            {
                bool missing = KqlValues.Plain(by.Of(best)) is null;
                int? order = KqlValues.Compare(by.Of(row), by.Of(best));
                if (KqlValues.Plain(by.Of(row)) is not null && (missing || order * sign > 0))
                {
                    best = row;
                }
            }

            return [.. taken.Select(bound => bound.Of(best))];
        });
    }
}
