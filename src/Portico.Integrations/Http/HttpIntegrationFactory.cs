using Portico.Compiler;
using Portico.Compiler.Integrations;
using Portico.Compiler.Scope;
using Portico.DataPlane.Steps;
using Portico.Integrations.Http.Upstream;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Integrations.Http;

/// <summary>Compile-time half of <see cref="HttpIntegration"/> and <see cref="HttpProxyIntegration"/>.</summary>
public sealed class HttpIntegrationFactory(IUpstreamClient client) : IIntegrationFactory
{
    public bool Handles(Integration integration) =>
        integration.Type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY && integration.ConnectionType is null or "INTERNET";

    public IntegrationSteps Create(IntegrationContext context)
    {
        var integration = context.Integration;
        if (integration.ResponseTransferMode == "STREAM")
        {
            context.Report(Finding.Fidelity(
                "responseTransferMode STREAM is kept and has no effect in this version of Portico: answers are handed on within the ordinary time limit",
                context.Address.Part("responseTransferMode")));
        }

        if (UriTemplate.TryParse(context.Uri, integration.TlsConfig?.InsecureSkipVerification ?? false) is not { } uri)
        {
            if (!StageVariables.AreIn(integration.Uri ?? ""))
            {
                context.Report(Finding.Error($"Invalid HTTP endpoint specified for URI: '{integration.Uri}'", context.Address.Part("uri")));
            }

            return new IntegrationSteps { Integrate = new UnavailableIntegrationStep("Invalid endpoint address") };
        }

        var method = integration.HttpMethod is null or "ANY" ? null : integration.HttpMethod;
        if (integration.Type == IntegrationType.HTTP_PROXY)
        {
            return new IntegrationSteps
            {
                Integrate = new HttpProxyIntegration(
                    client, uri, method, context.Timeout, context.CompileRequestParameters(), dropsAuthorization: context.Method.AuthorizationType == "AWS_IAM"),
                ReadsBody = context.ParametersReadBody,
            };
        }

        return new IntegrationSteps
        {
            MapRequest = context.CompileRequestMapping(),
            Integrate = new HttpIntegration(client, uri, method, context.Timeout),
            MapResponse = context.CompileResponseMapping(showsTraceId: true),
            ReadsBody = true,
        };
    }
}
