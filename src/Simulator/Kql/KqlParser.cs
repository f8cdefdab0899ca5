using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>Reads statements and operators; expressions are read by <see cref="ExprParser"/>.</summary>
internal sealed class KqlParser
{
    private readonly ExprParser expressions;
    private readonly TokenCursor tokens;

    private KqlParser(string text)
    {
        tokens = new TokenCursor(KqlLexer.Read(text));
        expressions = new ExprParser(tokens);
    }

    /// <summary>Parses a whole query.</summary>
    /// <exception cref="KqlException">The query is no KQL, or uses what the simulator does not speak.</exception>
    public static KqlProgram Parse(string text)
    {
        var parser = new KqlParser(text);
        var lets = new List<LetNode>();
        while (parser.tokens.IsName("let"))
        {
            lets.Add(parser.Let());
        }

        Pipeline body = parser.Pipeline();
        parser.tokens.TryTake(";");
        parser.tokens.ExpectEnd();
        return new KqlProgram(lets, body);
    }

    private LetNode Let()
    {
        int position = tokens.Take().Position;
        string name = tokens.TakeName();
        tokens.Expect("=");
        bool table = tokens.Current.Kind == TokenKind.Name && (tokens.Next.Text is "|" || (tokens.Next.Text == ";" && KqlTables.IsTable(tokens.Current.Text)));
        LetNode node = table ? new LetNode(name, null, Pipeline(), position) : new LetNode(name, expressions.Read(), null, position);
        tokens.Expect(";");
        return node;
    }

    private Pipeline Pipeline()
    {
        SourceNode source = Source();
        var operators = new List<OperatorNode>();
        while (tokens.TryTake("|"))
        {
            operators.Add(Operator());
        }

        return new Pipeline(source, operators);
    }

    private SourceNode Source()
    {
        int position = tokens.Current.Position;
        if (tokens.TryTake("("))
        {
            Pipeline inner = Pipeline();
            tokens.Expect(")");
            return new NestedSource(inner, position);
        }

        string name = tokens.TakeName();
        if (name == "print")
        {
            return new PrintSource(expressions.NamedList(), position);
        }

        return tokens.IsPunctuation("(")
            ? throw KqlException.Semantic($"The source '{name}(…)' is not supported", position)
            : new TableSource(name, position);
    }

    private OperatorNode Operator()
    {
        int position = tokens.Current.Position;
        string name = tokens.TakeHyphenated();
        switch (name)
        {
            case "where" or "filter": return new WhereNode(expressions.Read(), position);
            case "extend": return new ExtendNode(expressions.NamedList(), position);
            case "project": return new ProjectNode(expressions.NamedList(), position);
            case "project-away": return new ProjectAwayNode(Names(), position);
            case "project-rename": return new ProjectRenameNode(Renames(), position);
            case "order" or "sort":
                tokens.ExpectName("by");
                return new SortNode(SortKeys(), position);
            case "take" or "limit": return new TakeNode(expressions.Read(), position);
            case "top":
                Expr count = expressions.Read();
                tokens.ExpectName("by");
                return new TopNode(count, SortKey(), position);
            case "count": return new CountNode(position);
            case "distinct":
                return new DistinctNode(tokens.TryTake("*") ? null : expressions.NamedList(), position);
            case "summarize": return Summarize(position);
            case "mv-expand" or "mvexpand": return MvExpand(position);
            case "join": return Join(position);
            default: throw KqlException.Syntax($"The operator '{name}' is not supported", position);
        }
    }

    private SummarizeNode Summarize(int position)
    {
        IReadOnlyList<NamedExpr> aggregates = tokens.IsName("by") ? [] : expressions.NamedList();
        IReadOnlyList<NamedExpr> by = tokens.TryTakeName("by") ? expressions.NamedList() : [];
        return new SummarizeNode(aggregates, by, position);
    }

    private MvExpandNode MvExpand(int position)
    {
        NamedExpr value = expressions.Named();
        LogType? type = null;
        if (tokens.TryTakeName("to"))
        {
            tokens.ExpectName("typeof");
            tokens.Expect("(");
            int at = tokens.Current.Position;
            type = KqlTypes.Parse(tokens.TakeName()) ?? throw KqlException.Syntax("typeof() names no scalar type", at);
            tokens.Expect(")");
        }

        return new MvExpandNode(value.Name, value.Value, type, position);
    }

    private JoinNode Join(int position)
    {
        string kind = "innerunique";
        if (tokens.TryTakeName("kind"))
        {
            tokens.Expect("=");
            int at = tokens.Current.Position;
            kind = tokens.TakeName();
            if (kind is not ("inner" or "innerunique" or "leftouter" or "leftanti" or "leftsemi"))
            {
                throw KqlException.Syntax($"The join kind '{kind}' is not supported", at);
            }
        }

        Pipeline right;
        if (tokens.TryTake("("))
        {
            right = Pipeline();
            tokens.Expect(")");
        }
        else
        {
            right = new Pipeline(Source(), []);
        }

        tokens.ExpectName("on");
        var on = new List<(string, string)>();
        do
        {
            on.Add(JoinCondition());
        }
        while (tokens.TryTake(","));
        return new JoinNode(kind, right, on, position);
    }

    private (string Left, string Right) JoinCondition()
    {
        string? first = JoinSide(out string name);
        if (first is null && !tokens.IsPunctuation("=="))
        {
            return (name, name);
        }

        tokens.Expect("==");
        string? second = JoinSide(out string other);
        return first == "$right" || second == "$left" ? (other, name) : (name, other);
    }

    private string? JoinSide(out string column)
    {
        string name = tokens.TakeName();
        if (name is "$left" or "$right")
        {
            tokens.Expect(".");
            column = tokens.TakeName();
            return name;
        }

        column = name;
        return null;
    }

    private List<NameExpr> Names()
    {
        var names = new List<NameExpr>();
        do
        {
            int position = tokens.Current.Position;
            string name = tokens.TakeName();
            names.Add(new NameExpr(tokens.TryTake("*") ? name + "*" : name, position));
        }
        while (tokens.TryTake(","));
        return names;
    }

    private List<(string New, NameExpr Old)> Renames()
    {
        var names = new List<(string, NameExpr)>();
        do
        {
            string renamed = tokens.TakeName();
            tokens.Expect("=");
            int position = tokens.Current.Position;
            names.Add((renamed, new NameExpr(tokens.TakeName(), position)));
        }
        while (tokens.TryTake(","));
        return names;
    }

    private List<SortKey> SortKeys()
    {
        var keys = new List<SortKey>();
        do
        {
            keys.Add(SortKey());
        }
        while (tokens.TryTake(","));
        return keys;
    }

    private SortKey SortKey()
    {
        Expr value = expressions.Read();
        bool ascending = tokens.TryTakeName("asc");
        bool descending = !ascending && (tokens.TryTakeName("desc") || true);
        bool? nullsFirst = null;
        if (tokens.TryTakeName("nulls"))
        {
            nullsFirst = tokens.TryTakeName("first");
            if (nullsFirst == false)
            {
                tokens.ExpectName("last");
            }
        }

        return new SortKey(value, descending, nullsFirst);
    }
}
