using System.Collections.Immutable;
using Portico.Model.Rest;

namespace Portico.ControlPlane.TestInvocations;

/// <summary>An authorizer and what is shown to it.</summary>
public sealed record AuthorizerTest
{
    public required RestApiDefinition Definition { get; init; }

    /// <summary>One of the API's.</summary>
    public required Authorizer Authorizer { get; init; }

    /// <summary>With a leading slash, percent-encoded, perhaps with <c>?</c> and a query.</summary>
    public string PathWithQueryString { get; init; } = "/";

    /// <summary>Lines in order, several of one name included; sound names and values.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public ImmutableSortedDictionary<string, string> StageVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
