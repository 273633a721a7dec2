using System.Collections.Immutable;
using Portico.Model.Rest;

namespace Portico.ControlPlane.TestInvocations;

/// <summary>A method and what is sent to it.</summary>
public sealed record TestInvocation
{
    public required RestApiDefinition Definition { get; init; }

    public required Resource Resource { get; init; }

    /// <summary>One of the resource's.</summary>
    public required Method Method { get; init; }

    /// <summary>The client's method; never <c>ANY</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>With a leading slash, percent-encoded, perhaps with <c>?</c> and a query. It need not fit the resource.</summary>
    public required string PathWithQueryString { get; init; }

    /// <summary>Lines in order, several of one name included; sound names and values.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public string Body { get; init; } = "";

    public ImmutableSortedDictionary<string, string> StageVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The certificate that is shown to the back end, or null for none.</summary>
    public string? ClientCertificateId { get; init; }
}
