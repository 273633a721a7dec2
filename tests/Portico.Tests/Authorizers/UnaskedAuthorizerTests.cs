using Portico.Tests.Running;

namespace Portico.Tests.Authorizers;

/// <summary>Authorizers that are kept and cannot be asked yet.</summary>
public sealed class UnaskedAuthorizerTests(RunningGateway gateway)
{
    private const string Uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";

    private const string Schemes =
        $$$"""
        components:
          securitySchemes:
            token: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authorizer: { type: token, authorizerUri: "{{{Uri}}}" } }
            request: { type: apiKey, name: Unused, in: header, x-amazon-apigateway-authorizer: { type: request, authorizerUri: "{{{Uri}}}", authorizerResultTtlInSeconds: 0 } }
        """;

    [Theory]
    [InlineData("token", null)]
    [InlineData("token", "allow")]
    [InlineData("request", "allow")]
    public async Task Nobody_is_let_in(string scheme, string? token)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/").Replace("  get:\n", $"  get:\n    security: [{{ {scheme}: [] }}]\n", StringComparison.Ordinal), Schemes));

        (await api.GetAsync("", token is null ? [] : [("Authorization", token)])).IsRefusal(401, "UnauthorizedException", """{"message":"Unauthorized"}""");
    }

    [Fact]
    public async Task A_method_beside_it_stays_open()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/").Replace("  get:\n", "  get:\n    security: [{ token: [] }]\n", StringComparison.Ordinal) + OpenApi.MockMethod("put", "open"), Schemes));

        (await api.CallAsync("PUT", "")).Is(200, "open");
    }
}
