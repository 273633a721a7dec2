namespace Portico.Aws.Policies;

/// <summary>What is wrong with a policy, and where.</summary>
/// <param name="Pointer">A JSON pointer into the document, such as <c>/Statement/0/Effect</c>.</param>
public sealed record PolicyFinding(string Pointer, string Message)
{
    public override string ToString() => Pointer.Length == 0 ? Message : $"{Pointer}: {Message}";
}
