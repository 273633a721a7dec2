using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Portico.Authorizers.Cognito;
using Portico.Authorizers.Iam;
using Portico.Authorizers.Jwt;
using Portico.Authorizers.Lambda;
using Portico.Authorizers.ResourcePolicy;
using Portico.Aws.Signing;
using Portico.Compiler.Authorization;
using Portico.DataPlane.Callers;
using Portico.Lambda;

namespace Portico.Hosting;

/// <summary>All that this build knows to ask about callers.</summary>
internal sealed class Authorizations : IDisposable
{
    private readonly HttpKeyDocuments _keyDocuments = new();

    /// <param name="userPools">The OpenID provider that plays a pool, by pool id.</param>
    /// <param name="functions">Null where definitions are only checked.</param>
    internal Authorizations(
        CallerDirectory callers, ImmutableSortedDictionary<string, string> userPools, FunctionCaller? functions, string accountId, string region, ILogger<Authorizations> logger)
    {
        Signatures = new SignatureCheck(callers, new SignatureVerifier(new SigningKeyCache()));
        var pools = new UserPoolIssuers(
            userPools, Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER") is { Length: > 0 } endpoint ? endpoint : null, _keyDocuments, TimeProvider.System,
            failure => AuthorizationLog.KeysNotFetched(logger, failure));
        Factories = [new ResourcePolicyFactory(), new IamFactory(Signatures), new CognitoFactory(pools, TimeProvider.System), new LambdaAuthorizerFactory(functions, Caches, accountId, region)];
    }

    internal SignatureCheck Signatures { get; }

    /// <summary>What Lambda authorizers said before.</summary>
    internal AuthorizerCaches Caches { get; } = new();

    internal ImmutableArray<IAuthorizationFactory> Factories { get; }

    public void Dispose() => _keyDocuments.Dispose();
}

internal static partial class AuthorizationLog // ids 5300-5399
{
    [LoggerMessage(EventId = 5300, Level = LogLevel.Warning, EventName = "KeysNotFetched", Message = "{Failure}")]
    internal static partial void KeysNotFetched(ILogger logger, string failure);
}
