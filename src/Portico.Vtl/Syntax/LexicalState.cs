namespace Portico.Vtl.Syntax;

/// <summary>Where the reader of tokens stands; Velocity's own states, because what a character means depends on them.</summary>
internal enum LexicalState : byte
{
    /// <summary>In the text.</summary>
    Default,

    /// <summary>After <c>#</c>, before it is known what follows.</summary>
    PreDirective,

    /// <summary>Within a directive, to its closing parenthesis.</summary>
    Directive,

    /// <summary>Within a reference.</summary>
    Reference,

    /// <summary>After the dot of a reference.</summary>
    ReferenceModifier,

    /// <summary>Within the parentheses of a method call.</summary>
    Arguments,

    /// <summary>Within the brackets of a reference.</summary>
    Index,

    LineComment,
    BlockComment,
    FormalComment,

    /// <summary>Within <c>#[[ .. ]]#</c>.</summary>
    TextBlock,
}
