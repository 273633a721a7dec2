using System.Text.RegularExpressions;
using Portico.Compiler.Integrations;
using Portico.Compiler.Scope;
using Portico.DataPlane.Steps;
using Portico.Lambda;
using Portico.Model.Findings;
using Portico.Model.Lambda;
using Portico.Model.Rest;

namespace Portico.Integrations.Lambda;

/// <summary>Compile-time half of <see cref="LambdaIntegration"/>, <see cref="LambdaProxyIntegration"/> and <see cref="LambdaStreamIntegration"/>.</summary>
/// <param name="caller">Runs functions; null where nothing is run, such as when a definition is only checked.</param>
/// <param name="accountId">Of APIs.</param>
/// <param name="region">Of APIs.</param>
public sealed partial class LambdaIntegrationFactory(FunctionCaller? caller, string accountId, string region) : IIntegrationFactory
{
    private const string CallersOwnCredentials = "arn:aws:iam::*:user/*";

    public bool Handles(Integration integration) => integration.Type is IntegrationType.AWS or IntegrationType.AWS_PROXY && FunctionUri.IsOne(integration.Uri);

    public IntegrationSteps Create(IntegrationContext context)
    {
        var integration = context.Integration;
        if (FunctionUri.TryParse(context.Uri) is not { } uri)
        {
            if (!StageVariables.AreIn(integration.Uri ?? ""))
            {
                context.Report(Finding.Error($"Invalid lambda function: '{integration.Uri}' names no function", context.Address.Part("uri")));
            }

            return Unavailable($"'{context.Uri}' names no Lambda function");
        }

        if (integration.HttpMethod != "POST")
        {
            context.Report(Finding.Warning(
                $"functions are called by POST and the integration's httpMethod is '{integration.HttpMethod}': every call of this method is answered 500, as AWS answers it",
                context.Address.Part("httpMethod")));
            return Unavailable($"Lambda functions are called by POST; the integration's httpMethod is {integration.HttpMethod}");
        }

        var role = StageVariables.Replace(integration.Credentials ?? "", context.Compilation.Variables);
        if (CredentialsProblem(context, role) is { } problem) return Unavailable(problem);
        var streams = Streams(context, uri);
        if (caller is null) return Unavailable("Nothing is run where definitions are only checked");
        var method = new LambdaMethod(new FunctionTarget(caller, uri.Function, role.Length > 0, region, accountId), context.Timeout, role == CallersOwnCredentials);
        if (integration.Type == IntegrationType.AWS_PROXY)
        {
            var illegal = context.CompileRequestParameters().IllegalHeader;
            var dropsAuthorization = context.Method.AuthorizationType == "AWS_IAM";
            return new IntegrationSteps
            {
                Integrate = streams ? new LambdaStreamIntegration(method, illegal, dropsAuthorization) : new LambdaProxyIntegration(method, illegal, dropsAuthorization),
                ReadsBody = true,
            };
        }

        return new IntegrationSteps
        {
            MapRequest = context.CompileRequestMapping(),
            Integrate = new LambdaIntegration(method),
            MapResponse = context.CompileResponseMapping(showsTraceId: true),
            ReadsBody = true,
        };
    }

    private static IntegrationSteps Unavailable(string why) => new() { Integrate = new UnavailableIntegrationStep(why) };

    private static bool Streams(IntegrationContext context, FunctionUri uri)
    {
        var streams = context.Integration.ResponseTransferMode == "STREAM";
        if (streams && uri.Streams && context.Integration.Type == IntegrationType.AWS_PROXY) return true;
        if (streams || uri.Streams)
        {
            context.Report(Finding.Warning(
                "a function's answer is streamed by an AWS_PROXY integration that has both responseTransferMode STREAM and the URI .../response-streaming-invocations; this one calls the function without a stream",
                context.Address.Part(streams ? "responseTransferMode" : "uri")));
        }

        return false;
    }

    // Rights that cannot be examined are not taken for granted, but for those of a role that whoever made the API may pass on.
    private static string? CredentialsProblem(IntegrationContext context, string credentials)
    {
        var address = context.Address.Part("credentials");
        switch (credentials)
        {
            case "":
                return null;
            case CallersOwnCredentials when context.Method.AuthorizationType == "AWS_IAM":
                return null;
            case CallersOwnCredentials:
                context.Report(Finding.Warning($"the credentials of the caller ({CallersOwnCredentials}) need authorizationType AWS_IAM, because nobody else signs: every call of this method is answered 500", address));
                return $"the credentials of the caller ({CallersOwnCredentials}) need authorizationType AWS_IAM";
            case var role when Role().IsMatch(role):
                context.Report(Finding.Fidelity("the role is kept and not assumed in this version of Portico: the function is called as if the role's policies let it be", address));
                return null;
            default:
                context.Report(Finding.Error($"Invalid ARN specified in the request: '{credentials}' is no role; use arn:aws:iam::ACCOUNT:role/NAME or {CallersOwnCredentials}", address));
                return $"'{credentials}' is no role";
        }
    }

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Role();
}
