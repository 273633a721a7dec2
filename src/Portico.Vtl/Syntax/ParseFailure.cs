namespace Portico.Vtl.Syntax;

/// <summary>Ends the parsing; caught where it began and told as a value.</summary>
internal sealed class ParseFailure(int offset, string message) : Exception(message)
{
    public int Offset { get; } = offset;
}
