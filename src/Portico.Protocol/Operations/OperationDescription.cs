using System.Collections.Immutable;

namespace Portico.Protocol.Operations;

/// <summary>One row of the operation table.</summary>
/// <param name="Name">Such as <c>CreateRestApi</c>.</param>
/// <param name="SuccessStatus">The status of an answer that is no error.</param>
/// <param name="Input">The name of the input's shape, or null.</param>
/// <param name="Output">The name of the output's shape, or null when the answer has no body.</param>
/// <param name="Errors">The error codes that the model lists.</param>
public sealed record OperationDescription(
    string Name, string Method, UriTemplate Uri, int SuccessStatus, string? Input, string? Output, ImmutableArray<string> Errors)
{
    /// <summary>How AWS's validation errors call the input, such as <c>createRestApiInput</c>.</summary>
    public string InputName { get; } = $"{char.ToLowerInvariant(Name[0])}{Name[1..]}Input";
}
