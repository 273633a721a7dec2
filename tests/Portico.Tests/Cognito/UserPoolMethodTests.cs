using Portico.Tests.Running;

namespace Portico.Tests.Cognito;

/// <summary>Methods with <c>COGNITO_USER_POOLS</c>, with a provider on loopback as the pool.</summary>
public sealed class UserPoolMethodTests(RunningGateway gateway)
{
    private const string Unauthorized = """{"message":"Unauthorized"}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Whose_token_is_good_is_let_in_and_his_claims_are_known()
    {
        var api = await DeployAsync();

        (await api.GetAsync("/open", ("Authorization", Pool.Token(Now)))).Is(200, "ann client |  | ann | id");
        (await api.GetAsync("/open", ("Authorization", "Bearer " + Pool.Token(Now)))).Is(200, "ann client |  | ann | id");
        (await api.GetAsync("/open", ("Authorization", Pool.Token(Now)))).Is(200, "ann client |  | ann | id");
    }

    [Theory]
    [InlineData("/open", "id", null, 200)]
    [InlineData("/open", "access", "pets/read", 401)]
    [InlineData("/scoped", "access", "pets/read other", 200)]
    [InlineData("/scoped", "access", "other", 401)]
    [InlineData("/scoped", "access", null, 401)]
    [InlineData("/scoped", "id", null, 401)]
    [InlineData("/scoped", "id", "pets/read", 401)]
    public async Task A_method_takes_one_kind_of_token(string path, string use, string? scope, int status)
    {
        var answer = await (await DeployAsync()).GetAsync(path, ("Authorization", Pool.Token(Now, claims: [("token_use", use), ("scope", scope)])));

        Assert.Equal(status, answer.Status);
        if (status == 401) answer.IsRefusal(401, "UnauthorizedException", Unauthorized);
    }

    [Fact]
    public async Task A_call_without_a_good_token_is_refused()
    {
        var api = await DeployAsync();

        (await api.GetAsync("/open")).IsRefusal(401, "UnauthorizedException", Unauthorized);
        (await api.GetAsync("/open", ("Authorization", "x"))).IsRefusal(401, "UnauthorizedException", Unauthorized);
        (await api.GetAsync("/open", ("Authorization", Pool.Token(Now, algorithm: "none")))).IsRefusal(401, "UnauthorizedException", Unauthorized);
        (await api.GetAsync("/open", ("Authorization", Pool.Token(Now.AddHours(-2))))).IsRefusal(401, "UnauthorizedException", """{"message":"The incoming token has expired"}""");
    }

    [Theory]
    [InlineData("Allow", 200)]
    [InlineData("Deny", 403)]
    [InlineData("neither", 403)]
    public async Task A_resource_policy_must_allow_as_well(string effect, int status)
    {
        var path = effect == "neither" ? "elsewhere" : "*";
        var api = await DeployAsync($$"""x-amazon-apigateway-policy: {"Version":"2012-10-17","Statement":[{"Effect":"{{(effect == "neither" ? "Allow" : effect)}}","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/{{path}}"}]}""");

        Assert.Equal(status, (await api.GetAsync("/open", ("Authorization", Pool.Token(Now)))).Status);
        (await api.GetAsync("/open")).IsRefusal(401, "UnauthorizedException", Unauthorized);
    }

    [Fact]
    public async Task A_pool_that_is_away_is_nobodys_fault_but_the_gateways()
    {
        var api = await DeployAsync(pool: "eu-central-1_away");

        (await api.GetAsync("/open", ("Authorization", Pool.Token(Now)))).IsRefusal(500, "AuthorizerFailureException", """{"message":null}""");
    }

    private Task<DeployedApi> DeployAsync(string more = "", string pool = UserPoolServer.PoolId) => DeployAsync(gateway, more, pool);

    /// <summary>An API with <c>/open</c> for identity tokens and <c>/scoped</c> for access tokens.</summary>
    internal static Task<DeployedApi> DeployAsync(RunningGateway gateway, string more = "", string pool = UserPoolServer.PoolId) => gateway.DeployAsync(OpenApi.Of(
        Secured(OpenApi.Mock("/open", "$context.authorizer.claims.sub $context.authorizer.claims.aud | $context.authorizer.claims | $context.authorizer.claims.get(''sub'') | $context.get(''authorizer'').claims.token_use"), "")
        + Secured(OpenApi.Mock("/scoped", "scoped"), "pets/read"),
        $$"""
        components:
          securitySchemes:
            pool: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: ["arn:aws:cognito-idp:eu-central-1:123456789012:userpool/{{pool}}"] } }
        {{more}}
        """));

    private static string Secured(string path, string scope) => path.Replace("  get:\n", $"  get:\n    security: [{{ pool: [{scope}] }}]\n", StringComparison.Ordinal);
}
