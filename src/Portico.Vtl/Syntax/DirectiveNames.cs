namespace Portico.Vtl.Syntax;

/// <summary>Velocity's directives beside <c>#set</c> and <c>#if</c>.</summary>
internal static class DirectiveNames
{
    public static bool IsBuiltIn(string name) => HasBlock(name) || name is "include" or "parse" or "evaluate" or "break" or "stop";

    /// <summary>Whether it goes to an <c>#end</c>.</summary>
    public static bool HasBlock(string name) => name is "foreach" or "macro" or "define" or "literal";
}
