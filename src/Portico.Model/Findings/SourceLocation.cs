namespace Portico.Model.Findings;

/// <summary>A place in a definition's text.</summary>
/// <param name="File">The file as the user named it, or null when the text came over the wire.</param>
/// <param name="Pointer">The JSON pointer (RFC 6901) of the value, such as <c>/paths/~1pets/get</c>; empty for the whole document.</param>
/// <param name="Line">From 1; 0 when it is not known.</param>
/// <param name="Column">From 1; 0 when it is not known.</param>
public sealed record SourceLocation(string? File, string Pointer, int Line, int Column)
{
    public override string ToString()
    {
        var place = File ?? "definition";
        if (Line > 0)
        {
            place += Column > 0 ? $":{Line}:{Column}" : $":{Line}";
        }

        return Pointer.Length == 0 ? place : $"{place}, {Pointer}";
    }
}
