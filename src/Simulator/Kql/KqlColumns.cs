using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>The operators that shape columns.</summary>
internal static class KqlColumns
{
    /// <summary>Adds columns, or replaces those of the same name.</summary>
    public static KqlRows Extend(IReadOnlyList<NamedExpr> named, KqlRows input, KqlScalar scalar)
    {
        KqlRows rows = input;
        for (int i = 0; i < named.Count; i++)
        {
            Bound value = scalar.Bind(named[i].Value, rows, "extend");
            string name = NameOf(named[i], i);
            int index = rows.IndexOf(name);
            List<LogColumn> columns = [.. rows.Columns];
            if (index < 0)
            {
                columns.Add(new LogColumn(name, value.Type));
            }
            else
            {
                columns[index] = new LogColumn(name, value.Type);
            }

            rows = new KqlRows(columns, [.. rows.Rows.Select(row =>
            {
                object?[] wider = new object?[columns.Count];
                row.CopyTo(wider, 0);
                wider[index < 0 ? columns.Count - 1 : index] = value.Of(row);
                return wider;
            })]);
        }

        return rows;
    }

    /// <summary>Keeps the given columns only.</summary>
    public static KqlRows Project(IReadOnlyList<NamedExpr> named, KqlRows input, KqlScalar scalar, string where)
    {
        Bound[] values = [.. named.Select(column => scalar.Bind(column.Value, input, where))];
        var columns = new List<LogColumn>();
        for (int i = 0; i < named.Count; i++)
        {
            columns.Add(new LogColumn(Free(NameOf(named[i], i), columns), values[i].Type));
        }

        return new KqlRows(columns, [.. input.Rows.Select(row => Array.ConvertAll(values, value => value.Of(row)))]);
    }

    /// <summary>Leaves the given columns out; a trailing <c>*</c> is a wildcard.</summary>
    public static KqlRows Away(IReadOnlyList<NameExpr> names, KqlRows input)
    {
        foreach (NameExpr name in names)
        {
            if (!name.Name.EndsWith('*') && input.IndexOf(name.Name) < 0)
            {
                throw KqlException.Semantic($"'project-away' operator: Failed to resolve column named '{name.Name}'", name.Position);
            }
        }

        bool Gone(string column) => names.Any(name => name.Name.EndsWith('*')
            ? column != KqlRows.IngestionColumn && column.StartsWith(name.Name[..^1], StringComparison.Ordinal)
            : column == name.Name);
        return Pick(input, [.. Enumerable.Range(0, input.Columns.Count).Where(i => !Gone(input.Columns[i].Name))]);
    }

    /// <summary>Renames columns in place.</summary>
    public static KqlRows Rename(IReadOnlyList<(string New, NameExpr Old)> names, KqlRows input)
    {
        List<LogColumn> columns = [.. input.Columns];
        foreach ((string renamed, NameExpr old) in names)
        {
            int index = input.IndexOf(old.Name);
            columns[index >= 0 ? index : throw KqlException.Semantic($"'project-rename' operator: Failed to resolve column named '{old.Name}'", old.Position)] =
                columns[index] with { Name = renamed };
        }

        return input with { Columns = columns };
    }

    /// <summary>The columns at the given places.</summary>
    public static KqlRows Pick(KqlRows input, int[] places) =>
        new([.. places.Select(place => input.Columns[place])], [.. input.Rows.Select(row => Array.ConvertAll(places, place => row[place]))]);

    /// <summary><paramref name="name"/>, numbered when it is taken.</summary>
    public static string Free(string name, IReadOnlyList<LogColumn> taken)
    {
        string free = name;
        for (int i = 1; taken.Any(column => column.Name == free); i++)
        {
            free = name + i;
        }

        return free;
    }

    private static string NameOf(NamedExpr named, int place) => named.Name ?? named.Value switch
    {
        NameExpr column => column.Name,
        MemberExpr { Key: LiteralExpr { Value: string key }, Operand: NameExpr column } => $"{column.Name}_{key}",
        CallExpr { Name: "ingestion_time" } => "$IngestionTime",
        CallExpr { Arguments: [NameExpr column, ..] } => column.Name,
        _ => $"Column{place + 1}",
    };
}

/// <summary>Joins two tables on equal columns.</summary>
internal static class KqlJoin
{
    /// <summary>Joins; columns of the right side whose name is taken get a number.</summary>
    public static KqlRows Join(JoinNode node, KqlRows left, KqlRows right)
    {
        int[] leftKeys = [.. node.On.Select(on => Resolve(left, on.Left, node.Position))];
        int[] rightKeys = [.. node.On.Select(on => Resolve(right, on.Right, node.Position))];
        ILookup<string, object?[]> matches = right.Rows.ToLookup(row => Key(row, rightKeys), StringComparer.Ordinal);
        IEnumerable<object?[]> rows = node.Kind == "innerunique" ? left.Rows.DistinctBy(row => Key(row, leftKeys), StringComparer.Ordinal) : left.Rows;
        if (node.Kind is "leftsemi" or "leftanti")
        {
            return left with { Rows = [.. rows.Where(row => matches.Contains(Key(row, leftKeys)) == (node.Kind == "leftsemi"))] };
        }

        int[] taken = [.. right.Visible];
        List<LogColumn> columns = [.. left.Columns];
        foreach (int place in taken)
        {
            columns.Add(right.Columns[place] with { Name = KqlColumns.Free(right.Columns[place].Name, columns) });
        }

        object?[] none = Array.ConvertAll(taken, place => right.Columns[place].Type == LogType.String ? "" : (object?)null);
        return new KqlRows(columns, [.. rows.SelectMany(row =>
        {
            IEnumerable<object?[]> found = matches[Key(row, leftKeys)].Select(match => Array.ConvertAll(taken, place => match[place]));
            return (node.Kind == "leftouter" ? found.DefaultIfEmpty(none) : found).Select(match => (object?[])[.. row, .. match]);
        })]);
    }

    private static int Resolve(KqlRows rows, string column, int position) => rows.IndexOf(column) is >= 0 and var index
        ? index
        : throw KqlException.Semantic($"'join' operator: Failed to resolve column named '{column}'", position);

    private static string Key(object?[] row, int[] places) => string.Join('\u001f', places.Select(place => KqlValues.Text(row[place])));
}
