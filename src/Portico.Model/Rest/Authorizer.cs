using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>Who decides whether a caller may call a method: a function, or a user pool.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html"/>
public sealed record Authorizer
{
    /// <value>Seconds.</value>
    public const int DefaultTtlInSeconds = 300;

    /// <value>Seconds.</value>
    public const int MaxTtlInSeconds = 3_600;

    public required string Id { get; init; }

    /// <summary>Unique within the API.</summary>
    public required string Name { get; init; }

    public required AuthorizerType Type { get; init; }

    /// <summary>The user pools of a COGNITO_USER_POOLS authorizer.</summary>
    public ImmutableArray<string> ProviderArns { get; init; } = [];

    /// <summary>A word for readers of an export, such as <c>custom</c>; it decides nothing.</summary>
    public string? AuthType { get; init; }

    /// <summary>The invocation of a function, as in an integration; null for user pools.</summary>
    public string? AuthorizerUri { get; init; }

    /// <summary>The role under which the function is called, or null to rely on the function's own permissions.</summary>
    public string? AuthorizerCredentials { get; init; }

    /// <summary>What identifies a caller: one request header, or for REQUEST a list with commas between.</summary>
    public string? IdentitySource { get; init; }

    /// <summary>A Java regular expression that the token (or, of a user pool, its audience) must match before anybody is asked.</summary>
    public string? IdentityValidationExpression { get; init; }

    /// <summary>Seconds for which an answer is kept, 0 to 3,600; null when an import did not say, which means 300.</summary>
    public int? AuthorizerResultTtlInSeconds { get; init; }
}

public enum AuthorizerType
{
    TOKEN,
    REQUEST,
    COGNITO_USER_POOLS,
}
