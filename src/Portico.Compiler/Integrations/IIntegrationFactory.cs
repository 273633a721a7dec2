using Portico.Model.Rest;

namespace Portico.Compiler.Integrations;

/// <summary>The compile-time half of an integration kind: turns its definition into the steps that carry it out.</summary>
public interface IIntegrationFactory
{
    /// <summary>Whether this factory is the one for an integration.</summary>
    bool Handles(Integration integration);

    /// <summary>Makes the steps. What cannot be carried out is reported to the context, and answered by an <see cref="DataPlane.Steps.UnavailableIntegrationStep"/>.</summary>
    IntegrationSteps Create(IntegrationContext context);
}
