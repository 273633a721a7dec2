using Portico.DataPlane.Pipelines;

namespace Portico.Compiler.Integrations;

/// <summary>The part of a method's pipeline that an integration kind makes.</summary>
public sealed record IntegrationSteps
{
    public required IStep Integrate { get; init; }

    /// <summary>Null for proxies.</summary>
    public IStep? MapRequest { get; init; }

    /// <summary>Null for proxies.</summary>
    public IStep? MapResponse { get; init; }

    /// <summary>Whether the client's body has to be in memory before the first of these steps.</summary>
    public bool ReadsBody { get; init; }
}
