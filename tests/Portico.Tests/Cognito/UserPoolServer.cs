using Portico.Tests.Running;

namespace Portico.Tests.Cognito;

/// <summary>The OpenID provider that plays a pool for the gateway that all tests share.</summary>
internal static class UserPoolServer
{
    internal const string PoolId = "eu-central-1_tests";

    internal static BackEnd Start() => BackEnd.Start(async (received, connection) =>
    {
        await connection.SendAsync(BackEnd.Ok(received.Target.EndsWith("/keys", StringComparison.Ordinal)
            ? Pool.KeySet("first")
            : $$"""{"issuer":"{{Pool.Issuer}}","jwks_uri":"http://{{received["Host"]}}/keys"}"""));
        return true;
    });
}
