using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>Reads scalar expressions by precedence: or, and, comparison, sum, product, unary, member.</summary>
internal sealed class ExprParser(TokenCursor tokens)
{
    private static readonly string[] Comparisons = ["==", "!=", "=~", "!~", "<", "<=", ">", ">="];

    private static readonly string[] TextOperators =
    [
        "has", "!has", "has_cs", "contains", "!contains", "contains_cs", "startswith", "!startswith", "startswith_cs",
        "endswith", "!endswith", "endswith_cs",
    ];

    /// <summary>One expression.</summary>
    public Expr Read() => Chain(And, "or");

    /// <summary>One expression with an optional name in front: <c>x = 1</c>.</summary>
    public NamedExpr Named()
    {
        if (tokens.Current.Kind == TokenKind.Name && tokens.Next.Text == "=" && tokens.Next.Kind == TokenKind.Punctuation)
        {
            string name = tokens.TakeName();
            tokens.Expect("=");
            return new NamedExpr(name, Read());
        }

        return new NamedExpr(null, Read());
    }

    /// <summary>One or more of them, separated by commas.</summary>
    public IReadOnlyList<NamedExpr> NamedList()
    {
        var list = new List<NamedExpr>();
        do
        {
            list.Add(Named());
        }
        while (tokens.TryTake(","));
        return list;
    }

    private Expr And() => Chain(Comparison, "and");

    private Expr Chain(Func<Expr> operand, string name)
    {
        Expr left = operand();
        while (tokens.IsName(name))
        {
            int position = tokens.Take().Position;
            left = new BinaryExpr(name, left, operand(), position);
        }

        return left;
    }

    private Expr Comparison()
    {
        Expr left = Sum();
        Token op = tokens.Current;
        if (op.Kind == TokenKind.Punctuation && Comparisons.Contains(op.Text, StringComparer.Ordinal))
        {
            tokens.Take();
            return new BinaryExpr(op.Text, left, Sum(), op.Position);
        }

        if (op.Kind != TokenKind.Name)
        {
            return left;
        }

        switch (op.Text)
        {
            case "in" or "!in" or "in~" or "!in~":
                tokens.Take();
                return new InExpr(left, List(), op.Text[0] == '!', op.Text[^1] == '~', op.Position);
            case "has_any":
                tokens.Take();
                return new HasAnyExpr(left, List(), op.Position);
            case "between" or "!between":
                tokens.Take();
                tokens.Expect("(");
                Expr low = Sum();
                tokens.Expect("..");
                Expr high = Sum();
                tokens.Expect(")");
                return new BetweenExpr(left, low, high, op.Text[0] == '!', op.Position);
            case "matches" or "has_all" or "hasprefix" or "hassuffix":
                throw KqlException.Syntax($"The operator '{op.Text}' is not supported", op.Position);
            default:
                if (!TextOperators.Contains(op.Text, StringComparer.Ordinal))
                {
                    return left;
                }

                tokens.Take();
                return new BinaryExpr(op.Text, left, Sum(), op.Position);
        }
    }

    private List<Expr> List()
    {
        tokens.Expect("(");
        var items = new List<Expr> { Read() };
        while (tokens.TryTake(","))
        {
            items.Add(Read());
        }

        tokens.Expect(")");
        return items;
    }

    private Expr Sum()
    {
        Expr left = Product();
        while (tokens.IsPunctuation("+") || tokens.IsPunctuation("-"))
        {
            Token op = tokens.Take();
            left = new BinaryExpr(op.Text, left, Product(), op.Position);
        }

        return left;
    }

    private Expr Product()
    {
        Expr left = Unary();
        while (tokens.IsPunctuation("*") || tokens.IsPunctuation("/") || tokens.IsPunctuation("%"))
        {
            Token op = tokens.Take();
            left = new BinaryExpr(op.Text, left, Unary(), op.Position);
        }

        return left;
    }

    private Expr Unary()
    {
        int position = tokens.Current.Position;
        return tokens.TryTake("-") ? new NegateExpr(Unary(), position) : Member();
    }

    private Expr Member()
    {
        Expr value = Primary();
        while (true)
        {
            int position = tokens.Current.Position;
            if (tokens.TryTake("."))
            {
                value = new MemberExpr(value, new LiteralExpr(tokens.TakeName(), LogType.String, position), position);
            }
            else if (tokens.TryTake("["))
            {
                value = new MemberExpr(value, Read(), position);
                tokens.Expect("]");
            }
            else
            {
                return value;
            }
        }
    }

    private Expr Primary()
    {
        Token token = tokens.Current;
        if (tokens.TryTake("*"))
        {
            return new StarExpr(token.Position);
        }

        if (tokens.TryTake("("))
        {
            Expr inner = Read();
            tokens.Expect(")");
            return inner;
        }

        if (token.Kind == TokenKind.Literal)
        {
            tokens.Take();
            return new LiteralExpr(token.Value, token.Type, token.Position);
        }

        string name = tokens.TakeName();
        if (name is "true" or "false")
        {
            return new LiteralExpr(name == "true", LogType.Bool, token.Position);
        }

        if (!tokens.TryTake("("))
        {
            return new NameExpr(name, token.Position);
        }

        var arguments = new List<Expr>();
        while (!tokens.IsPunctuation(")"))
        {
            arguments.Add(Read());
            if (!tokens.TryTake(","))
            {
                break;
            }
        }

        tokens.Expect(")");
        return new CallExpr(name, arguments, token.Position);
    }
}
