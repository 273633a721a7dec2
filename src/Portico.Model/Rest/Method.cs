using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>What a client may call on a resource.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html"/>
public sealed record Method
{
    /// <summary>The eight methods that AWS knows, in the order of its error text.</summary>
    public static ImmutableArray<string> HttpMethods { get; } = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

    public required string HttpMethod { get; init; }

    /// <summary><c>NONE</c>, <c>AWS_IAM</c>, <c>CUSTOM</c> or <c>COGNITO_USER_POOLS</c>.</summary>
    public string AuthorizationType { get; init; } = "NONE";

    public string? AuthorizerId { get; init; }

    public ImmutableArray<string> AuthorizationScopes { get; init; } = [];

    public bool ApiKeyRequired { get; init; }

    public string? OperationName { get; init; }

    public string? RequestValidatorId { get; init; }

    /// <summary><c>method.request.{path|querystring|header}.name</c> to whether it is required.</summary>
    public ImmutableSortedDictionary<string, bool> RequestParameters { get; init; } = ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    /// <summary>Media type to the name of a model.</summary>
    public ImmutableSortedDictionary<string, string> RequestModels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>By status code, three digits.</summary>
    public ImmutableSortedDictionary<string, MethodResponse> MethodResponses { get; init; } = ImmutableSortedDictionary.Create<string, MethodResponse>(StringComparer.Ordinal);

    /// <summary>The back end, or null while none is set; such a method cannot be deployed.</summary>
    public Integration? Integration { get; init; }
}
