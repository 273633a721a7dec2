using Portico.Aws;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Access;

/// <summary>What must hold of a definition before traffic may reach it.</summary>
internal sealed class DeploymentGate(ControlPlaneServices services)
{
    /// <exception cref="ServiceException">The definition cannot be served.</exception>
    public void Check(RestApiDefinition definition)
    {
        var methods = definition.Resources.Values.SelectMany(resource => resource.Methods.Values).ToList();
        if (methods.Count == 0) throw ServiceException.BadRequest("The REST API doesn't contain any methods");
        if (methods.Exists(method => method.Integration is null)) throw ServiceException.BadRequest("No integration defined for method");
        if (definition.Api.EndpointConfiguration.Type == EndpointType.PRIVATE && string.IsNullOrEmpty(definition.Api.Policy))
        {
            throw ServiceException.BadRequest("Private REST API doesn't have a resource policy attached to it");
        }

        // There are no VPC endpoints here, and nothing else may lead to it.
        if (definition.Api.EndpointConfiguration.Type == EndpointType.PRIVATE)
        {
            throw ServiceException.BadRequest("This version of Portico does not serve private APIs; change the endpoint type to REGIONAL");
        }

        CheckServable(definition);
    }

    /// <summary>What the host has against serving it; of a deployment that exists, only this can have changed.</summary>
    public void CheckServable(RestApiDefinition definition)
    {
        var errors = services.CheckDeployment(definition).Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.ToString()).ToList();
        if (errors.Count > 0) throw ServiceException.BadRequest($"The REST API cannot be deployed:\n\t{string.Join("\n\t", errors)}");
    }
}
