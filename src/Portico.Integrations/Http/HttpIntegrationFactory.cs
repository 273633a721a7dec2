using Portico.Compiler;
using Portico.Compiler.Integrations;
using Portico.Compiler.Scope;
using Portico.DataPlane.Steps;
using Portico.Integrations.Http.Upstream;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Integrations.Http;

/// <summary>Compile-time half of <see cref="HttpIntegration"/> and <see cref="HttpProxyIntegration"/>.</summary>
public sealed class HttpIntegrationFactory(BackEnds backEnds) : IIntegrationFactory
{
    public bool Handles(Integration integration) =>
        integration.Type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY && integration.ConnectionType is null or "INTERNET";

    public IntegrationSteps Create(IntegrationContext context)
    {
        if (TlsOf(context, backEnds) is not { } tls) return WithoutCertificate(context);
        return Uri(context, context.Uri, tls) is { } uri ? Steps(context, backEnds.ClientFor(uri), uri) : InvalidEndpoint();
    }

    /// <summary>How back ends of this integration are trusted, and what they are shown; null, after saying so, where that cannot be.</summary>
    internal static BackEndTls? TlsOf(IntegrationContext context, BackEnds backEnds)
    {
        var trustsAnyIssuer = context.Integration.TlsConfig?.InsecureSkipVerification ?? false;
        if (context.Compilation.ClientCertificateId is not { } id) return new BackEndTls(trustsAnyIssuer);
        return backEnds.IdentityOf(id) is { } identity ? new BackEndTls(trustsAnyIssuer, identity) : null;
    }

    /// <summary>A back end that asks for a certificate must not be called without the one that the stage names.</summary>
    internal static IntegrationSteps WithoutCertificate(IntegrationContext context)
    {
        var id = context.Compilation.ClientCertificateId;
        context.Report(Finding.Failing($"the stage's client certificate '{id}' is not there or cannot be used: calls of this method are answered 500", context.Address.Part("uri")));
        return new IntegrationSteps { Integrate = new UnavailableIntegrationStep($"The client certificate '{id}' of the stage is not there or cannot be used") };
    }

    internal static IntegrationSteps InvalidEndpoint() => new() { Integrate = new UnavailableIntegrationStep("Invalid endpoint address") };

    internal static UriTemplate? Uri(IntegrationContext context, string uri, BackEndTls tls)
    {
        if (UriTemplate.TryParse(uri, tls) is { } template) return template;
        if (!StageVariables.AreIn(context.Integration.Uri ?? ""))
        {
            context.Report(Finding.Error($"Invalid HTTP endpoint specified for URI: '{context.Integration.Uri}'", context.Address.Part("uri")));
        }

        return null;
    }

    /// <summary>The steps of both kinds, towards whomever the client calls.</summary>
    internal static IntegrationSteps Steps(IntegrationContext context, IUpstreamClient client, UriTemplate uri)
    {
        var integration = context.Integration;
        var streams = integration.ResponseTransferMode == "STREAM";
        if (streams && integration.Type == IntegrationType.HTTP)
        {
            context.Report(Finding.Warning(
                "responseTransferMode STREAM goes with proxy integrations: an answer that is mapped has to be there whole, and is",
                context.Address.Part("responseTransferMode")));
        }

        var method = integration.HttpMethod is null or "ANY" ? null : integration.HttpMethod;
        if (integration.Type == IntegrationType.HTTP_PROXY)
        {
            return new IntegrationSteps
            {
                Integrate = new HttpProxyIntegration(
                    client, uri, method, context.Timeout, context.CompileRequestParameters(), dropsAuthorization: context.Method.AuthorizationType == "AWS_IAM", streams),
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
