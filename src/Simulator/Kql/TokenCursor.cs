namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>Where the parser stands.</summary>
internal sealed class TokenCursor(IReadOnlyList<Token> tokens)
{
    private int at;

    public Token Current => tokens[at];

    public Token Next => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public Token Take() => tokens[at].Kind == TokenKind.End ? tokens[at] : tokens[at++];

    public bool IsPunctuation(string text) => Current.Kind == TokenKind.Punctuation && Current.Text == text;

    public bool IsName(string text) => Current.Kind == TokenKind.Name && Current.Text == text;

    public bool TryTake(string punctuation)
    {
        bool found = IsPunctuation(punctuation);
        at += found ? 1 : 0;
        return found;
    }

    public bool TryTakeName(string name)
    {
        bool found = IsName(name);
        at += found ? 1 : 0;
        return found;
    }

    public void Expect(string punctuation)
    {
        if (!TryTake(punctuation))
        {
            throw Unexpected($"expected '{punctuation}'");
        }
    }

    public void ExpectName(string name)
    {
        if (!TryTakeName(name))
        {
            throw Unexpected($"expected '{name}'");
        }
    }

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected("expected the end of the query");
        }
    }

    public string TakeName()
    {
        if (IsPunctuation("[") && Next is { Kind: TokenKind.Literal, Value: string quoted })
        {
            at += 2;
            Expect("]");
            return quoted;
        }

        return Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected("expected a name");
    }

    /// <summary>A name with the hyphenated parts that follow it without space: <c>mv-expand</c>.</summary>
    public string TakeHyphenated()
    {
        string name = TakeName();
        while (IsPunctuation("-") && Current.Position == tokens[at - 1].Position + tokens[at - 1].Text.Length && Next.Kind == TokenKind.Name)
        {
            at++;
            name += "-" + TakeName();
        }

        return name;
    }

    public KqlException Unexpected(string hint) =>
        KqlException.Syntax($"Query could not be parsed at '{Current.Text}' ({hint})", Current.Position);
}
