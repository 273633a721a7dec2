using Portico.Aws.Services;
using Portico.Compiler.Integrations;
using Portico.Compiler.Scope;
using Portico.DataPlane.Steps;
using Portico.Integrations.Http;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Integrations.AwsService;

/// <summary>Compile-time half of <see cref="AwsServiceIntegration"/>.</summary>
/// <param name="access">Endpoints and credentials.</param>
/// <param name="region">Where a URI names no region.</param>
public sealed class AwsServiceIntegrationFactory(AwsAccess access, string region) : IIntegrationFactory
{
    private const string OfTheCaller = "arn:aws:iam::*:user/*";

    /// <summary>Functions are called by an integration of their own.</summary>
    public bool Handles(Integration integration) =>
        integration.Type == IntegrationType.AWS && !(integration.Uri ?? "").Contains(":lambda:path/", StringComparison.Ordinal);

    public IntegrationSteps Create(IntegrationContext context)
    {
        var uri = AwsServiceUri.TryParse(context.Uri);
        if (uri is null)
        {
            // Where a variable has no value yet, the stage will say.
            if (!StageVariables.AreIn(context.Integration.Uri ?? "")) context.Report(Finding.Error($"'{context.Integration.Uri}' names no action or path of an AWS service", context.Address.Part("uri")));
            return new IntegrationSteps { Integrate = new UnavailableIntegrationStep($"'{context.Uri}' names no action or path of an AWS service") };
        }

        if (uri.Region.Length == 0) uri = uri with { Region = region };
        if (uri.Action is not null && !uri.Service.SpeaksJson && (uri.Service.IsRest || uri.Service.Protocols.IsEmpty)) return Unavailable(context, "uri", NoActions(uri));

        var endpoint = access.Endpoints.Find(uri.Service, uri.Partition, uri.Region, uri.Subdomain, uri.ServiceName);
        if (endpoint.Problem is { } problem) return Unavailable(context, "uri", problem);
        if (Credentials(context, uri, endpoint, out var missing) is not { } credentials) return Unavailable(context, "credentials", missing!);
        if (UriTemplate.TryParse(endpoint.Url + (uri.Action is null ? "/" + uri.Rest : "/")) is not { } template) return HttpIntegrationFactory.InvalidEndpoint();

        return new IntegrationSteps
        {
            MapRequest = context.CompileRequestMapping(),
            Integrate = new AwsServiceIntegration(access.BackEnds.ClientFor(template), access.Signer, credentials, template, uri, endpoint.Host, context.Integration.HttpMethod, context.Timeout),
            MapResponse = context.CompileResponseMapping(showsTraceId: true),
            ReadsBody = true,
        };
    }

    private ICredentialSource? Credentials(IntegrationContext context, AwsServiceUri uri, AwsEndpoint endpoint, out string? missing)
    {
        missing = null;
        var wanted = StageVariables.Replace(context.Integration.Credentials ?? "", context.Compilation.Variables);
        if (wanted == OfTheCaller)
        {
            if (context.Method.AuthorizationType == "AWS_IAM") return new CallerCredentials();
            missing = $"the credentials of the caller ({OfTheCaller}) need authorizationType AWS_IAM: nobody else signs";
            return null;
        }

        if (wanted.Length == 0)
        {
            context.Report(Finding.Warning("the integration names no role in 'credentials': API Gateway could not sign the call; Portico signs with credentials of its own", context.Address));
        }
        else if (access.Identity.OfRole(wanted) is var (keys, wrong))
        {
            missing = wrong is null ? null : AwsServiceFault.RoleText(wanted, wrong);
            return keys is null ? null : new FixedCredentials(keys);
        }
        else if (access.Endpoints.IsSetFor(AwsServices.Find("sts")!, "sts") || !endpoint.IsConfigured)
        {
            return new SessionCredentials(access.Sessions, wanted, uri.Partition, uri.Region);
        }

        if (access.Identity.Find(endpoint.IsConfigured) is { } own) return new FixedCredentials(own);
        missing = $"{uri.ServiceName} is called at AWS ({endpoint.Url}), and there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or {uri.Service.EndpointVariable} for a service of your own";
        return null;
    }

    private static string NoActions(AwsServiceUri uri) =>
        uri.Service.Protocols.IsEmpty
            ? $"'{uri.ServiceName}' is not known, so that the action {uri.Action} cannot be called; the form ...:{uri.ServiceName}:path/... can"
            : $"{uri.ServiceName} is called by paths, not by actions: write the path of {uri.Action} as ...:{uri.ServiceName}:path/...";

    private static IntegrationSteps Unavailable(IntegrationContext context, string part, string problem)
    {
        context.Report(Finding.Failing($"calls of this method are answered 500: {problem}", context.Address.Part(part)));
        return new IntegrationSteps { Integrate = new UnavailableIntegrationStep(problem) };
    }
}
