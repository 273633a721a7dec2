using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Portico.Authorizers.Jwt;
using Portico.Authorizers.ResourcePolicy;
using Portico.Aws.Policies;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.Authorizers.Cognito;

/// <summary>
/// Lets in whose token a user pool has signed: without scopes of the method an identity token, with them an access token that
/// grants one of them. Then the resource policy, where there is one, must allow.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html"/>
public sealed class CognitoStep(PoolTokens tokens, string header, ImmutableArray<string> scopes, PolicyDocument? resourcePolicy) : IStep
{
    private const string Bearer = "Bearer ";

    private static readonly GatewayFault Unauthorized = GatewayFault.Of(GatewayResponseType.Unauthorized);
    private static readonly GatewayFault Expired = new() { Type = GatewayResponseType.Unauthorized, Message = "The incoming token has expired" };
    private static readonly GatewayFault Unreachable = GatewayFault.Of(GatewayResponseType.AuthorizerFailure, "Execution failed due to configuration error: the keys of the user pool cannot be fetched");

    private readonly GatewayFault _missing = Unauthorized with { Reason = TokenReasons.Missing(header) };
    private readonly ResourcePolicyStep? _policy = resourcePolicy is null ? null : new ResourcePolicyStep(resourcePolicy);

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        if (invocation.Request.Header(header) is not { Length: > 0 } value) return new(_missing);
        var token = value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..] : value;
        return tokens.Recall(token, invocation.ReceivedAt) is { } known ? Admit(invocation, known) : VerifyAsync(invocation, token);
    }

    // Signatures of keys are expensive: off the socket's thread.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GatewayFault?> VerifyAsync(Invocation invocation, string token)
    {
        var (accepted, failure) = await Task.Run(async () => await tokens.VerifyAsync(token));
        if (accepted is not null) return await Admit(invocation, accepted);
        return (failure switch
        {
            TokenFailure.Expired => Expired,
            TokenFailure.KeysUnreachable => Unreachable,
            _ => Unauthorized,
        }) with { Reason = TokenReasons.Of(failure, token) };
    }

    private ValueTask<GatewayFault?> Admit(Invocation invocation, AcceptedToken token)
    {
        if (scopes.IsEmpty ? token.IsAccessToken : !token.IsAccessToken) return new(Unauthorized with { Reason = TokenReasons.WrongUse(token.IsAccessToken) });
        if (!scopes.IsEmpty && !Grants(token)) return new(Unauthorized with { Reason = TokenReasons.NoScope(scopes) });
        invocation.Authorizer = token.Context;
        invocation.Simulation?.Granted = new(DecisionRule.Token, "the token is one of the authorizer's user pools, and good for the method");
        return _policy?.RunAsync(invocation) ?? default;
    }

    private bool Grants(AcceptedToken token)
    {
        foreach (var scope in token.Scopes)
        {
            if (scopes.Contains(scope)) return true;
        }

        return false;
    }
}
