using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>Runs a parsed query over rows. Pure: tables and time are given.</summary>
internal sealed class KqlRunner
{
    private readonly Func<string, KqlRows?> table;
    private readonly Dictionary<string, Bound> scalars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KqlRows> tables = new(StringComparer.Ordinal);
    private readonly KqlScalar scalar;

    private KqlRunner(Func<string, KqlRows?> table, DateTimeOffset now)
    {
        this.table = table;
        scalar = new KqlScalar(scalars, now);
    }

    /// <summary>Runs <paramref name="query"/>.</summary>
    /// <param name="query">KQL text.</param>
    /// <param name="table">The rows of a table, or null when there is none of that name.</param>
    /// <param name="now">What <c>now()</c> answers.</param>
    /// <exception cref="KqlException">The query is refused.</exception>
    public static KqlRows Run(string query, Func<string, KqlRows?> table, DateTimeOffset now)
    {
        var runner = new KqlRunner(table, now);
        KqlProgram program = KqlParser.Parse(query);
        foreach (LetNode let in program.Lets)
        {
            runner.Define(let);
        }

        return runner.Run(program.Body);
    }

    private static KqlRows Nothing { get; } = new([], [[]]);

    private void Define(LetNode let)
    {
        if (let.Table is not null)
        {
            tables[let.Name] = Run(let.Table);
            return;
        }

        Bound bound = scalar.Bind(let.Scalar!, Nothing, "let");
        scalars[let.Name] = Bound.Constant(bound.Of([]), bound.Type);
    }

    private KqlRows Run(Pipeline pipeline)
    {
        KqlRows rows = pipeline.Source switch
        {
            NestedSource nested => Run(nested.Inner),
            PrintSource print => Print(print),
            TableSource source => tables.GetValueOrDefault(source.Name) ?? table(source.Name) ?? throw KqlException.Semantic(
                $"Failed to resolve table or column expression named '{source.Name}'", source.Position),
            _ => Nothing,
        };
        foreach (OperatorNode node in pipeline.Operators)
        {
            rows = Apply(node, rows);
        }

        return rows;
    }

    private KqlRows Apply(OperatorNode node, KqlRows input) => node switch
    {
        WhereNode where => Where(where, input),
        ExtendNode extend => KqlColumns.Extend(extend.Columns, input, scalar),
        ProjectNode project => KqlColumns.Project(project.Columns, input, scalar, "project"),
        ProjectAwayNode away => KqlColumns.Away(away.Columns, input),
        ProjectRenameNode rename => KqlColumns.Rename(rename.Columns, input),
        SortNode sort => Sort(sort.Keys, input, "sort"),
        TakeNode take => input with { Rows = [.. input.Rows.Take(Number(take.Count, "take"))] },
        TopNode top => Top(top, input),
        CountNode => new KqlRows([new LogColumn("Count", LogType.Long)], [[(long)input.Rows.Count]]),
        DistinctNode distinct => Distinct(distinct, input),
        SummarizeNode summarize => Summarize(summarize, input),
        MvExpandNode expand => MvExpand(expand, input),
        JoinNode join => KqlJoin.Join(join, input, Run(join.Right)),
        _ => throw KqlException.Syntax("The operator is not supported", node.Position),
    };

    private KqlRows Print(PrintSource print)
    {
        List<NamedExpr> named = [.. print.Columns.Select((column, i) => column.Name is null ? column with { Name = $"print_{i}" } : column)];
        return KqlColumns.Project(named, Nothing, scalar, "print");
    }

    private KqlRows Where(WhereNode node, KqlRows input)
    {
        Bound predicate = scalar.Bind(node.Predicate, input, "where");
        return predicate.Type is LogType.Bool or LogType.Dynamic
            ? input with { Rows = [.. input.Rows.Where(predicate.Holds)] }
            : throw KqlException.Semantic("'where' operator: the predicate is not a boolean", node.Position);
    }

    private KqlRows Sort(IReadOnlyList<SortKey> keys, KqlRows input, string name)
    {
        IOrderedEnumerable<object?[]>? sorted = null;
        foreach (SortKey key in keys)
        {
            Bound value = scalar.Bind(key.Value, input, name);
            bool nullsFirst = key.NullsFirst ?? !key.Descending;
            int sign = key.Descending ? -1 : 1;
            var comparer = Comparer<object?>.Create((a, b) => (KqlValues.Plain(a), KqlValues.Plain(b)) switch
            {
                (null, null) => 0,
                (null, _) => nullsFirst ? -1 : 1,
                (_, null) => nullsFirst ? 1 : -1,
                _ => sign * (KqlValues.Compare(a, b) ?? 0),
            });
            sorted = sorted is null ? input.Rows.OrderBy(value.Of, comparer) : sorted.ThenBy(value.Of, comparer);
        }

        return input with { Rows = [.. sorted!] };
    }

    private KqlRows Top(TopNode top, KqlRows input)
    {
        KqlRows sorted = Sort([top.Key], input, "top");
        return sorted with { Rows = [.. sorted.Rows.Take(Number(top.Count, "top"))] };
    }

    private KqlRows Distinct(DistinctNode node, KqlRows input)
    {
        KqlRows chosen = node.Columns is null
            ? KqlColumns.Pick(input, [.. input.Visible])
            : KqlColumns.Project(node.Columns, input, scalar, "distinct");
        return chosen with { Rows = [.. chosen.Rows.DistinctBy(GroupKey, StringComparer.Ordinal)] };
    }

    private KqlRows Summarize(SummarizeNode node, KqlRows input)
    {
        KqlRows keys = node.By.Count == 0 ? new KqlRows([], [.. input.Rows.Select(_ => Array.Empty<object?>())]) : KqlColumns.Project(node.By, input, scalar, "summarize");
        HashSet<string> names = [.. keys.Columns.Select(column => column.Name)];
        Aggregate[] aggregates = [.. node.Aggregates.Select(named => KqlAggregates.Bind(named, input, names, scalar))];
        var columns = new List<LogColumn>(keys.Columns);
        foreach (LogColumn column in aggregates.SelectMany(aggregate => aggregate.Columns))
        {
            columns.Add(column with { Name = KqlColumns.Free(column.Name, columns) });
        }

        var groups = new Dictionary<string, (object?[] Key, List<object?[]> Rows)>(StringComparer.Ordinal);
        for (int i = 0; i < input.Rows.Count; i++)
        {
            string key = GroupKey(keys.Rows[i]);
            if (!groups.TryGetValue(key, out (object?[] Key, List<object?[]> Rows) group))
            {
                groups[key] = group = (keys.Rows[i], []);
            }

            group.Rows.Add(input.Rows[i]);
        }

        bool alone = node.By.Count == 0 && groups.Count == 0 && aggregates.All(aggregate => aggregate.Columns.Count == 1);
        if (alone)
        {
            groups[""] = ([], []);
        }

        return new KqlRows(columns, [.. groups.Values.Select(group => (object?[])[.. group.Key, .. aggregates.SelectMany(aggregate => aggregate.Of(group.Rows))])]);
    }

    private KqlRows MvExpand(MvExpandNode node, KqlRows input)
    {
        Bound value = scalar.Bind(node.Value, input, "mv-expand");
        string name = node.Name ?? (node.Value is NameExpr column ? column.Name : "Column1");
        LogType type = node.Type ?? LogType.Dynamic;
        int index = input.IndexOf(name);
        List<LogColumn> columns = [.. input.Columns];
        if (index < 0)
        {
            columns.Add(new LogColumn(name, type));
        }
        else
        {
            columns[index] = new LogColumn(name, type);
        }

        var rows = new List<object?[]>();
        foreach (object?[] row in input.Rows)
        {
            object?[] items = value.Of(row) is JsonElement { ValueKind: JsonValueKind.Array } list
                ? list.GetArrayLength() == 0 ? [null] : [.. list.EnumerateArray().Select(item => (object?)item)]
                : [value.Of(row)];
            foreach (object? item in items)
            {
                object?[] expanded = new object?[columns.Count];
                row.CopyTo(expanded, 0);
                expanded[index < 0 ? columns.Count - 1 : index] = type == LogType.Dynamic ? item : KqlValues.Convertible(item, type);
                rows.Add(expanded);
            }
        }

        return new KqlRows(columns, rows);
    }

    private int Number(Expr count, string name) => KqlValues.Whole(scalar.Bind(count, Nothing, name).Of([])) is >= 0 and <= int.MaxValue and var number
        ? (int)number
        : throw KqlException.Semantic($"'{name}' operator: the row count is not a whole number", count.Position);

    private static string GroupKey(object?[] row) => string.Join('\u001f', row.Select(KqlValues.Text));
}
