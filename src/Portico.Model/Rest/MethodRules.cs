using System.Collections.Immutable;
using Portico.Aws;
using Portico.Model.Mapping;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about methods and the responses they declare, each with AWS's refusal.</summary>
public static class MethodRules
{
    public static ImmutableArray<string> AuthorizationTypes { get; } = ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"];

    public static void CheckHttpMethod(string httpMethod)
    {
        if (!Method.HttpMethods.Contains(httpMethod))
        {
            throw ServiceException.BadRequest($"Invalid HttpMethod specified. Valid options are {string.Join(",", Method.HttpMethods)}");
        }
    }

    /// <summary>The method as it is kept, or a refusal.</summary>
    public static Method Checked(RestApiDefinition definition, Method method)
    {
        CheckHttpMethod(method.HttpMethod);
        method = method with { AuthorizerId = AuthorizerId(definition, method) };
        if (method.RequestValidatorId is { } validator && !definition.RequestValidators.ContainsKey(validator))
        {
            throw ServiceException.BadRequest("Invalid Request Validator identifier specified");
        }

        CheckParameters(method.RequestParameters);
        CheckModels(definition, method.RequestModels);
        return method;
    }

    /// <summary>The method response as it is kept, or a refusal.</summary>
    public static MethodResponse Checked(RestApiDefinition definition, MethodResponse response)
    {
        foreach (var key in response.ResponseParameters?.Keys ?? [])
        {
            if (MappingTarget.TryParseMethodResponseHeader(key) is null) throw IntegrationRules.InvalidExpression(key);
        }

        CheckModels(definition, response.ResponseModels);
        return response;
    }

    /// <summary>Refuses an authorization that could not be carried out.</summary>
    public static void CheckAuthorization(RestApiDefinition definition, Method method) => AuthorizerId(definition, method);

    private static string? AuthorizerId(RestApiDefinition definition, Method method)
    {
        if (!AuthorizationTypes.Contains(method.AuthorizationType))
        {
            throw ServiceException.BadRequest($"Invalid authorization type specified. Valid options are {string.Join(",", AuthorizationTypes)}");
        }

        if (method.AuthorizationScopes.Length > 0 && method.AuthorizationType != "COGNITO_USER_POOLS")
        {
            throw ServiceException.BadRequest("Invalid Method authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type");
        }

        // AWS takes the id and forgets it where no authorizer is asked for.
        if (method.AuthorizationType is "NONE" or "AWS_IAM") return null;
        return method.AuthorizerId is { } id
            && definition.Authorizers.TryGetValue(id, out var authorizer)
            && AuthorizerRules.AuthorizationType(authorizer.Type) == method.AuthorizationType
                ? id
                : throw ServiceException.BadRequest(
                    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.");
    }

    private static void CheckParameters(ImmutableSortedDictionary<string, bool> parameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, required) in parameters)
        {
            // AWS's text holds the value, not the key.
            var target = MappingTarget.TryParseMethodRequest(key) ?? throw IntegrationRules.InvalidExpression(required ? "true" : "false");
            if (!names.Add(target.Name)) throw ServiceException.BadRequest("Parameter names must be unique across querystring, header and path");
        }
    }

    private static void CheckModels(RestApiDefinition definition, ImmutableSortedDictionary<string, string>? models)
    {
        foreach (var (mediaType, name) in models ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            MediaTypes.CheckKey(mediaType);
            if (!definition.Models.ContainsKey(name)) throw ServiceException.BadRequest($"Invalid model identifier specified: {name}");
        }
    }
}
