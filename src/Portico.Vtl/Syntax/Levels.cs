namespace Portico.Vtl.Syntax;

/// <summary>The operators, from those that bind least.</summary>
internal static class Levels
{
    private static readonly TokenKind[][] Operators =
    [
        [TokenKind.Or],
        [TokenKind.And],
        [TokenKind.Equal, TokenKind.NotEqual],
        [TokenKind.Less, TokenKind.LessOrEqual, TokenKind.Greater, TokenKind.GreaterOrEqual],
        [TokenKind.Plus, TokenKind.Minus],
        [TokenKind.Multiply, TokenKind.Divide, TokenKind.Modulus],
    ];

    public static int Count => Operators.Length;

    public static bool Contains(int level, TokenKind kind) => Operators[level].Contains(kind);
}
