using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Model.Mapping;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about integrations and their responses, each with AWS's refusal.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html"/>
public static partial class IntegrationRules
{
    public const int MinTimeoutInMillis = 50;

    /// <summary>What a raised quota gives to regional and private APIs.</summary>
    public const int MaxRaisedTimeoutInMillis = 300_000;

    /// <summary>Of integrations whose answers are streamed: 15 minutes.</summary>
    public const int MaxStreamTimeoutInMillis = 900_000;

    private static readonly string[] PassthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];

    /// <summary>The integration as it is kept on a method of a resource, or a refusal.</summary>
    public static Integration Checked(RestApiDefinition definition, Resource resource, Method method, Integration integration)
    {
        CheckTarget(integration);
        CheckTimeout(definition.Api.EndpointConfiguration.Type, integration);
        if (!PassthroughBehaviors.Contains(integration.PassthroughBehavior))
        {
            throw ServiceException.BadRequest($"Invalid passthrough behavior specified. Valid options are {string.Join(",", PassthroughBehaviors)}");
        }

        foreach (var (key, expression) in integration.RequestParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (MappingTarget.TryParseIntegrationRequest(key) is null) throw InvalidExpression(key);
            var source = MappingExpression.TryParseRequest(expression) ?? throw InvalidExpression(expression);
            // An undeclared parameter would silently be empty; AWS refuses it here.
            if (source.MethodParameterKey is { } declared && !method.RequestParameters.ContainsKey(declared)) throw InvalidParameter(expression);
        }

        foreach (var template in integration.RequestTemplates ?? []) MappingTemplateRules.Check(template);
        foreach (var parameter in integration.CacheKeyParameters)
        {
            if (!method.RequestParameters.ContainsKey(parameter) && integration.RequestParameters?.ContainsKey(parameter) != true)
            {
                throw ServiceException.BadRequest($"Invalid cache key parameter specified: {parameter}");
            }
        }

        var overHttp = integration.Type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY;
        if (integration.ConnectionType == "VPC_LINK" && string.IsNullOrEmpty(integration.ConnectionId))
        {
            throw ServiceException.BadRequest("Connection ID must be specified for the connection type VPC_LINK");
        }

        return integration with
        {
            HttpMethod = integration.Type == IntegrationType.MOCK ? null : integration.HttpMethod,
            ConnectionType = overHttp ? integration.ConnectionType ?? "INTERNET" : integration.ConnectionType == "INTERNET" ? null : integration.ConnectionType,
            CacheNamespace = integration.CacheNamespace ?? resource.Id,
        };
    }

    /// <summary>The integration response as it is kept on a method, or a refusal.</summary>
    public static IntegrationResponse Checked(Method method, IntegrationResponse response)
    {
        if (!method.MethodResponses.TryGetValue(response.StatusCode, out var declared)) throw ServiceException.NotFound("Invalid Response status code specified");
        foreach (var (key, expression) in response.ResponseParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (MappingTarget.TryParseMethodResponseHeader(key) is null) throw InvalidExpression(key);
            if (declared.ResponseParameters?.ContainsKey(key) != true) throw InvalidParameter(key);
            if (MappingExpression.TryParseResponse(expression) is null) throw InvalidExpression(expression);
        }

        foreach (var template in response.ResponseTemplates ?? []) MappingTemplateRules.Check(template);
        var pattern = response.SelectionPattern ?? "";
        if (method.Integration!.IntegrationResponses.Values.Any(other => other.StatusCode != response.StatusCode && (other.SelectionPattern ?? "") == pattern))
        {
            throw ServiceException.Conflict($"Integration response with selection pattern {(pattern.Length == 0 ? "default" : pattern)} already exists");
        }

        return response;
    }

    internal static ServiceException InvalidExpression(string expression) => ServiceException.BadRequest(InvalidExpressionText(expression));

    internal static string InvalidExpressionText(string expression) => MappingError($"Invalid mapping expression specified: {expression}");

    private static ServiceException InvalidParameter(string expression) =>
        ServiceException.BadRequest(MappingError($"Invalid mapping expression parameter specified: {expression}"));

    private static string MappingError(string error) => $"Invalid mapping expression specified: Validation Result: warnings : [], errors : [{error}]";

    private static void CheckTarget(Integration integration)
    {
        if (integration.Type == IntegrationType.MOCK) return;
        if (string.IsNullOrEmpty(integration.HttpMethod)) throw ServiceException.BadRequest("Enumeration value for HttpMethod must be non-empty");
        MethodRules.CheckHttpMethod(integration.HttpMethod);

        var uri = integration.Uri ?? "";
        if (integration.Type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY)
        {
            if (!HttpAddress().IsMatch(uri)) throw ServiceException.BadRequest("Invalid HTTP endpoint specified for URI");
            return;
        }

        if (!uri.StartsWith("arn:", StringComparison.Ordinal) || uri.Split(':').Length < 6) throw ServiceException.BadRequest("Invalid ARN specified in the request");
        if (!uri.Contains(":path/", StringComparison.Ordinal) && !uri.Contains(":action/", StringComparison.Ordinal))
        {
            throw ServiceException.BadRequest("AWS ARN for integration must contain path or action");
        }

        if (integration.Type == IntegrationType.AWS_PROXY && !LambdaInvocation().IsMatch(uri) && !Firehose().IsMatch(uri))
        {
            throw ServiceException.BadRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
        }
    }

    private static void CheckTimeout(EndpointType endpoint, Integration integration)
    {
        var most = integration.ResponseTransferMode == "STREAM" ? MaxStreamTimeoutInMillis
            : endpoint == EndpointType.EDGE ? Integration.DefaultTimeoutInMillis
            : MaxRaisedTimeoutInMillis;
        if (integration.TimeoutInMillis < MinTimeoutInMillis || integration.TimeoutInMillis > most)
        {
            throw ServiceException.BadRequest($"Timeout should be between {MinTimeoutInMillis} ms and {most} ms");
        }
    }

    [GeneratedRegex(@"\Ahttps?://[^/?#\s]+[^\s]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex HttpAddress();

    // The function may be named by stage variables, in part or whole.
    [GeneratedRegex(
        @"\Aarn:[a-z0-9-]+:apigateway:[^:]+:lambda:path/\d{4}-\d{2}-\d{2}/functions/(?:[^/]*\$\{stageVariables\.[^}]+\}[^/]*|arn:[a-z0-9-]+:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9_-]+(?::[$a-zA-Z0-9_-]+)?)/(?:response-streaming-)?invocations\z")]
    private static partial Regex LambdaInvocation();

    [GeneratedRegex(@"\Aarn:[a-z0-9-]+:apigateway:[^:]+:firehose:(?:path|action)/")]
    private static partial Regex Firehose();
}
