using Portico.Aws.Signing;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.AwsService;

/// <summary>Whose signature a call bears; settled by the integration's <c>credentials</c> when a stage is activated.</summary>
internal interface ICredentialSource
{
    /// <summary>The credentials for one request, or the failure that it is answered.</summary>
    ValueTask<(AwsCredentials? Credentials, GatewayFault? Fault)> GetAsync(Invocation invocation);
}

/// <summary>The same for every request.</summary>
internal sealed class FixedCredentials(AwsCredentials credentials) : ICredentialSource
{
    public ValueTask<(AwsCredentials? Credentials, GatewayFault? Fault)> GetAsync(Invocation invocation) => new((credentials, null));
}

/// <summary>Those of the caller, whose own signature let the request in.</summary>
internal sealed class CallerCredentials : ICredentialSource
{
    private static readonly GatewayFault NoCaller = GatewayFault.Configuration("The integration is called with the credentials of the caller, and nobody signed this request");

    public ValueTask<(AwsCredentials? Credentials, GatewayFault? Fault)> GetAsync(Invocation invocation) =>
        new(invocation.Caller is { } caller ? (caller.Credentials, null) : (null, NoCaller));
}

/// <summary>Those of a role's session.</summary>
internal sealed class SessionCredentials(RoleSessions sessions, string roleArn, string partition, string region) : ICredentialSource
{
    public async ValueTask<(AwsCredentials? Credentials, GatewayFault? Fault)> GetAsync(Invocation invocation)
    {
        var session = await sessions.GetAsync(roleArn, partition, region);
        return session.Credentials is { } credentials ? (credentials, null) : (null, AwsServiceFault.RoleNotAssumed(roleArn, session.Problem));
    }
}
