using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>A query that is refused, in the words of the query API.</summary>
/// <param name="inner">SyntaxError or SemanticError.</param>
/// <param name="message">What is wrong, naming it.</param>
/// <param name="position">The offset into the query.</param>
internal sealed class KqlException(string inner, string message, int position) : Exception(message)
{
    public string Inner { get; } = inner;

    public int Position { get; } = position;

    public static KqlException Syntax(string message, int position) => new("SyntaxError", message, position);

    public static KqlException Semantic(string message, int position) => new("SemanticError", message, position);
}

/// <summary>A scalar expression.</summary>
internal abstract record Expr(int Position);

internal sealed record LiteralExpr(object? Value, LogType Type, int Position) : Expr(Position);

internal sealed record NameExpr(string Name, int Position) : Expr(Position);

internal sealed record StarExpr(int Position) : Expr(Position);

internal sealed record CallExpr(string Name, IReadOnlyList<Expr> Arguments, int Position) : Expr(Position);

internal sealed record NegateExpr(Expr Operand, int Position) : Expr(Position);

internal sealed record BinaryExpr(string Operator, Expr Left, Expr Right, int Position) : Expr(Position);

internal sealed record InExpr(Expr Operand, IReadOnlyList<Expr> Items, bool Negated, bool IgnoreCase, int Position) : Expr(Position);

internal sealed record HasAnyExpr(Expr Operand, IReadOnlyList<Expr> Items, int Position) : Expr(Position);

internal sealed record BetweenExpr(Expr Operand, Expr Low, Expr High, bool Negated, int Position) : Expr(Position);

internal sealed record MemberExpr(Expr Operand, Expr Key, int Position) : Expr(Position);

/// <summary>An expression with the name its column gets; null: the name follows from the expression.</summary>
internal sealed record NamedExpr(string? Name, Expr Value);

internal sealed record SortKey(Expr Value, bool Descending, bool? NullsFirst);

/// <summary>A source of rows with the operators after it.</summary>
internal sealed record Pipeline(SourceNode Source, IReadOnlyList<OperatorNode> Operators);

internal abstract record SourceNode(int Position);

internal sealed record TableSource(string Name, int Position) : SourceNode(Position);

internal sealed record PrintSource(IReadOnlyList<NamedExpr> Columns, int Position) : SourceNode(Position);

internal sealed record NestedSource(Pipeline Inner, int Position) : SourceNode(Position);

internal abstract record OperatorNode(int Position);

internal sealed record WhereNode(Expr Predicate, int Position) : OperatorNode(Position);

internal sealed record ExtendNode(IReadOnlyList<NamedExpr> Columns, int Position) : OperatorNode(Position);

internal sealed record ProjectNode(IReadOnlyList<NamedExpr> Columns, int Position) : OperatorNode(Position);

internal sealed record ProjectAwayNode(IReadOnlyList<NameExpr> Columns, int Position) : OperatorNode(Position);

internal sealed record ProjectRenameNode(IReadOnlyList<(string New, NameExpr Old)> Columns, int Position) : OperatorNode(Position);

internal sealed record SortNode(IReadOnlyList<SortKey> Keys, int Position) : OperatorNode(Position);

internal sealed record TakeNode(Expr Count, int Position) : OperatorNode(Position);

internal sealed record TopNode(Expr Count, SortKey Key, int Position) : OperatorNode(Position);

internal sealed record CountNode(int Position) : OperatorNode(Position);

internal sealed record DistinctNode(IReadOnlyList<NamedExpr>? Columns, int Position) : OperatorNode(Position);

internal sealed record SummarizeNode(IReadOnlyList<NamedExpr> Aggregates, IReadOnlyList<NamedExpr> By, int Position) : OperatorNode(Position);

internal sealed record MvExpandNode(string? Name, Expr Value, LogType? Type, int Position) : OperatorNode(Position);

internal sealed record JoinNode(string Kind, Pipeline Right, IReadOnlyList<(string Left, string Right)> On, int Position) : OperatorNode(Position);

/// <summary>A whole query: names bound before it, then the pipeline.</summary>
internal sealed record KqlProgram(IReadOnlyList<LetNode> Lets, Pipeline Body);

/// <summary>One <c>let</c>: a scalar or a table.</summary>
internal sealed record LetNode(string Name, Expr? Scalar, Pipeline? Table, int Position);
