using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Model.Mapping;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about authorizers, each with AWS's refusal.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html"/>
public static partial class AuthorizerRules
{
    /// <summary>What stands against an authorizer, or null.</summary>
    public static string? Refusal(Authorizer authorizer)
    {
        if (string.IsNullOrWhiteSpace(authorizer.Name)) return "Authorizer name cannot be empty";
        if (authorizer.AuthorizerResultTtlInSeconds is < 0 or > Authorizer.MaxTtlInSeconds)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"Invalid authorizerResultTtlInSeconds {authorizer.AuthorizerResultTtlInSeconds}, must be between 0 and {Authorizer.MaxTtlInSeconds}");
        }

        if (authorizer.Type == AuthorizerType.COGNITO_USER_POOLS)
        {
            if (authorizer.ProviderArns.IsEmpty) return "An authorizer of type COGNITO_USER_POOLS needs providerARNs, at least one user pool";
            if (authorizer.ProviderArns.FirstOrDefault(arn => !UserPool().IsMatch(arn)) is { } wrong)
            {
                return $"Invalid Cognito user pool ARN: {wrong}. Write arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID";
            }
        }
        else if (authorizer.AuthorizerUri is null || !Invocation().IsMatch(authorizer.AuthorizerUri))
        {
            return $"Invalid Authorizer URI: {authorizer.AuthorizerUri ?? "null"}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.";
        }

        return IdentityRefusal(authorizer);
    }

    /// <summary>The authorizer as it is kept in the API, or a refusal.</summary>
    public static Authorizer Checked(RestApiDefinition definition, Authorizer authorizer)
    {
        if (Refusal(authorizer) is { } refusal) throw ServiceException.BadRequest(refusal);
        if (definition.Authorizers.Values.Any(other => other.Id != authorizer.Id && other.Name == authorizer.Name))
        {
            throw ServiceException.BadRequest($"Authorizer name must be unique. Authorizer {authorizer.Name} already exists in this RestApi.");
        }

        return authorizer;
    }

    /// <summary>Refuses to take away an authorizer on which a method relies.</summary>
    public static void CheckUnused(RestApiDefinition definition, Authorizer authorizer)
    {
        foreach (var resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            if (resource.Methods.Values.FirstOrDefault(method => method.AuthorizerId == authorizer.Id) is { } user)
            {
                throw ServiceException.Conflict($"Cannot delete authorizer '{authorizer.Name}', is referenced in method: {user.HttpMethod}/{resource.Path}");
            }
        }
    }

    /// <summary>The word by which AWS calls a kind of authorizer that was given none.</summary>
    public static string DefaultAuthType(AuthorizerType type) => type == AuthorizerType.COGNITO_USER_POOLS ? "cognito_user_pools" : "custom";

    /// <summary>What a method must ask for to use an authorizer of this type.</summary>
    public static string AuthorizationType(AuthorizerType type) => type == AuthorizerType.COGNITO_USER_POOLS ? "COGNITO_USER_POOLS" : "CUSTOM";

    /// <summary>The parts of an identity source.</summary>
    public static ImmutableArray<string> Sources(string? identitySource) =>
        [.. (identitySource ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static string? IdentityRefusal(Authorizer authorizer)
    {
        var sources = Sources(authorizer.IdentitySource);
        if (authorizer.Type == AuthorizerType.REQUEST)
        {
            if (sources.IsEmpty && authorizer.AuthorizerResultTtlInSeconds != 0)
            {
                return "An authorizer of type REQUEST whose results are cached needs an identitySource; without one, set authorizerResultTtlInSeconds to 0";
            }

            return sources.FirstOrDefault(source => !IsRequestSource(source)) is { } unknown ? IntegrationRules.InvalidExpressionText(unknown) : null;
        }

        if (sources.IsEmpty) return $"An authorizer of type {authorizer.Type} needs an identitySource, one header: method.request.header.NAME";
        return sources is [var only] && MappingTarget.TryParseMethodRequest(only) is { Place: ParameterPlace.Header }
            ? null
            : IntegrationRules.InvalidExpressionText(authorizer.IdentitySource!);
    }

    private static bool IsRequestSource(string source) =>
        MappingTarget.TryParseMethodRequest(source) is { Place: ParameterPlace.Header or ParameterPlace.QueryString } || Variable().IsMatch(source);

    [GeneratedRegex(@"\A(?:stageVariables\.[A-Za-z0-9_]+|context\.[A-Za-z0-9_.]+)\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\Aarn:[a-z0-9-]+:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/[A-Za-z0-9_-]+\z")]
    private static partial Regex UserPool();

    // The function may be named by stage variables, in part or whole.
    [GeneratedRegex(
        @"\Aarn:[a-z0-9-]+:apigateway:[a-z0-9-]+:lambda:path/\d{4}-\d{2}-\d{2}/functions/(?:[^/]*\$\{stageVariables\.[^}]+\}[^/]*|arn:[a-z0-9-]+:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9_-]+(?::[$a-zA-Z0-9_-]+)?)/invocations\z")]
    private static partial Regex Invocation();
}
