namespace Portico.Vtl.Syntax;

/// <summary>A token with what belongs to it: <see cref="Image"/> may start with characters of what was begun before (<c>#$x</c>).</summary>
internal sealed class Token(TokenKind kind, int start, int end, string image, string before, int beforeStart)
{
    public TokenKind Kind { get; } = kind;

    /// <summary>The offset in the source.</summary>
    public int Start { get; } = start;

    public int End { get; } = end;

    public string Image { get; set; } = image;

    /// <summary><c>#</c> and <c>$</c> before the token that began nothing; printed where the token is text.</summary>
    public string Before { get; } = before;

    /// <summary>Where all begins that was read for it, skipped text of a comment too.</summary>
    public int BeforeStart { get; } = beforeStart;

    public Token? Next { get; set; }
}
