using System.Collections.Concurrent;
using Portico.Compiler.Authorization;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Steps;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Authorizers.Cognito;

/// <summary>Compile-time half of <see cref="CognitoStep"/>.</summary>
public sealed class CognitoFactory(UserPoolIssuers pools, TimeProvider time) : IAuthorizationFactory
{
    private const string HeaderPrefix = "method.request.header.";

    // Tokens that are known stay known when an API is deployed again.
    private readonly ConcurrentDictionary<string, PoolTokens> _tokens = new(StringComparer.Ordinal);

    public bool Handles(Method method) => method.AuthorizationType == "COGNITO_USER_POOLS";

    public IStep? Create(AuthorizationContext context)
    {
        var address = context.Address.Part("authorizer");
        if (context.Method.AuthorizerId is not { } id || !context.Compilation.Definition.Authorizers.TryGetValue(id, out var authorizer))
        {
            context.Compilation.Report(Finding.Error("Invalid authorizer ID specified", address));
            return RefuseEverybodyStep.Instance;
        }

        var issuers = authorizer.ProviderArns.Select(pools.Find).ToArray();
        if (issuers.Length == 0 || issuers.Contains(null) || authorizer.IdentitySource is not { } source || !source.StartsWith(HeaderPrefix, StringComparison.Ordinal))
        {
            context.Compilation.Report(Finding.Error($"the authorizer '{authorizer.Name}' names no user pool, or no header: all calls of this method are answered 401", address));
            return RefuseEverybodyStep.Instance;
        }

        var expression = authorizer.IdentityValidationExpression;
        var audience = string.IsNullOrEmpty(expression) ? null : IdentityExpression.TryParse(expression);
        if (audience is null && !string.IsNullOrEmpty(expression))
        {
            context.Compilation.Report(Finding.Error($"the identityValidationExpression '{expression}' of the authorizer '{authorizer.Name}' is no regular expression: all calls of this method are answered 401", address));
            return RefuseEverybodyStep.Instance;
        }

        var tokens = _tokens.GetOrAdd($"{string.Join(' ', authorizer.ProviderArns)} {audience}", _ => new PoolTokens([.. issuers.OfType<Jwt.IssuerKeys>()], audience, time));
        return new CognitoStep(tokens, source[HeaderPrefix.Length..], context.Method.AuthorizationScopes, context.ResourcePolicy);
    }
}
