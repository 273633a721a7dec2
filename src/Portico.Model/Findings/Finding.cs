namespace Portico.Model.Findings;

/// <summary>One thing that a reader of a definition, or the compiler, has to say about it.</summary>
public sealed record Finding
{
    public required FindingSeverity Severity { get; init; }

    /// <summary>What was wrong, the value found, and what would be right. Never a secret and never a body.</summary>
    public required string Message { get; init; }

    /// <summary>Which thing of the API is meant, or null for the API as a whole.</summary>
    public ElementAddress? Element { get; init; }

    /// <summary>Where it stands in the text, or null when the thing was made by API calls.</summary>
    public SourceLocation? Location { get; init; }

    public static Finding Error(string message, ElementAddress? element = null, SourceLocation? location = null) =>
        new() { Severity = FindingSeverity.Error, Message = message, Element = element, Location = location };

    public static Finding Failing(string message, ElementAddress? element = null, SourceLocation? location = null) =>
        new() { Severity = FindingSeverity.Failing, Message = message, Element = element, Location = location };

    public static Finding Warning(string message, ElementAddress? element = null, SourceLocation? location = null) =>
        new() { Severity = FindingSeverity.Warning, Message = message, Element = element, Location = location };

    public static Finding Fidelity(string message, ElementAddress? element = null, SourceLocation? location = null) =>
        new() { Severity = FindingSeverity.Fidelity, Message = message, Element = element, Location = location };

    /// <summary><c>orders.yaml:12:7, /paths/~1orders/post: message</c>, or with the element where there is no text.</summary>
    public override string ToString() =>
        Location is not null ? $"{Location}: {Message}" : Element is not null ? $"{Element}: {Message}" : Message;
}
