namespace Portico.Vtl.Syntax;

/// <summary>Velocity's tokens.</summary>
internal enum TokenKind : byte
{
    None,
    EndOfFile,

    // Text
    Text,
    Escape,
    DoubleEscape,
    EscapedDirective,
    EmptyIndex,
    TextBlock,
    LineCommentStart,
    LineComment,
    BlockComment,
    FormalComment,

    // Directives
    Set,
    If,
    ElseIf,
    Else,
    End,
    Word,
    BracketedWord,

    // References
    Identifier,
    Dot,
    LeftCurlyOfReference,
    RightCurlyOfReference,
    LeftBracketOfIndex,
    RightBracketOfIndex,
    RightParenthesisOfArguments,

    // Expressions
    WhiteSpace,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    LeftCurly,
    RightCurly,
    Comma,
    Colon,
    DoubleDot,
    String,
    Integer,
    Float,
    True,
    False,
    Minus,
    Plus,
    Multiply,
    Divide,
    Modulus,
    And,
    Or,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Not,
    Assign,

    // Not tokens by themselves: the text goes on into the next one.
    MoreDollar,
    MoreTextBlock,
    MoreFormalComment,
    MoreBlockComment,
    MoreHash,
    MoreCharacter,

    // Dropped
    Skip,
    ReferenceTerminator,
    DirectiveTerminator,
}
