using Portico.Compiler.Integrations;
using Portico.Compiler.Scope;
using Portico.DataPlane.Steps;
using Portico.Integrations.Http;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Integrations.VpcLink;

/// <summary>
/// Private integrations: an HTTP integration whose calls go through a VPC link. The URI gives scheme, Host header, name in TLS and path; where the
/// connection goes is what the settings say of the link.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html"/>
public sealed class VpcLinkIntegrationFactory(BackEnds backEnds) : IIntegrationFactory
{
    public bool Handles(Integration integration) => integration.Type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY && integration.ConnectionType == "VPC_LINK";

    public IntegrationSteps Create(IntegrationContext context)
    {
        var integration = context.Integration;
        var link = LinkName.Of(context, backEnds);
        if (backEnds.ClientForLink(link.All) is not { } client)
        {
            // A variable without a value: what the stage will say is not known yet.
            if (link.Id.Length > 0 || !StageVariables.AreIn(integration.ConnectionId ?? ""))
            {
                context.Report(Finding.Failing($"{link} leads to no address on this machine, and calls of this method are answered 500; {link.Remedy}", context.Address.Part("connectionId")));
            }

            return new IntegrationSteps { Integrate = new UnavailableIntegrationStep($"{link} leads to no address on this machine; {link.Remedy}") };
        }

        if (HttpIntegrationFactory.TlsOf(context, backEnds) is not { } tls) return HttpIntegrationFactory.WithoutCertificate(context);

        // Documented for links of version 2, which REST APIs name together with a target: the stage stays in the path.
        var uri = integration.IntegrationTarget is null ? context.Uri : WithStage(context.Uri, context.Compilation.StageName);
        return HttpIntegrationFactory.Uri(context, uri, tls) is { } template ? HttpIntegrationFactory.Steps(context, client, template) : HttpIntegrationFactory.InvalidEndpoint();
    }

    private static string WithStage(string uri, string stageName)
    {
        var host = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = uri.AsSpan(host).IndexOfAny('/', '?') is >= 0 and var cut ? host + cut : uri.Length;
        return $"{uri.AsSpan(0, path)}/{stageName}{uri.AsSpan(path)}";
    }
}
