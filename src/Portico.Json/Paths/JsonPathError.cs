namespace Portico.Json.Paths;

/// <summary>Where and why a text is not a JSONPath.</summary>
/// <param name="Position">The first character that cannot be understood, counted from 1.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record JsonPathError(int Position, string Message)
{
    public override string ToString() => $"position {Position}: {Message}";
}
