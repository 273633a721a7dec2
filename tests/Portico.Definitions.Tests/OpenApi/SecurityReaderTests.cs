namespace Portico.Definitions.Tests.OpenApi;

public class SecurityReaderTests
{
    private const string Schemes =
        """
        components:
          securitySchemes:
            key: {type: apiKey, name: X-Api-Key, in: header}
            sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: AwsSigv4}
            lambda: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token}}
            pool: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools}
            oauth: {type: oauth2, flows: {}}
            query: {type: apiKey, name: x-api-key, in: query}

        """;

    [Theory]
    [InlineData("", "", "NONE False")]
    [InlineData("", "security: [{key: []}]", "NONE True")]
    [InlineData("", "security: [{sigv4: []}]", "AWS_IAM False")]
    [InlineData("", "security: [{sigv4: [], key: []}]", "AWS_IAM True")]
    [InlineData("", "security: [{sigv4: []}, {key: []}]", "AWS_IAM True")]
    [InlineData("security: [{key: []}]", "", "NONE True")]
    [InlineData("security: [{key: []}]", "security: []", "NONE False")]
    [InlineData("security: [{key: []}]", "security: [{sigv4: []}]", "AWS_IAM False")]
    [InlineData("security: [{key: []}]", "x-amazon-apigateway-auth: {type: Aws_Iam}", "AWS_IAM True")]
    [InlineData("security: [{sigv4: []}]", "x-amazon-apigateway-auth: {type: none}", "NONE False")]
    [InlineData("security: [{lambda: []}]", "x-amazon-apigateway-auth: {type: AWS_IAM}", "AWS_IAM False")]
    [InlineData("", "security: [{oauth: []}, {key: []}]", "NONE True")]
    public void What_the_data_plane_enforces_is_taken_up(string root, string operation, string expected)
    {
        var method = Import.OnlyMethod(Import.WithOperation("operationId: x\n" + operation, Schemes + root));

        Assert.Equal(expected, $"{method.AuthorizationType} {method.ApiKeyRequired}");
    }

    [Theory]
    [InlineData("lambda", "12:99 /components/securitySchemes/lambda/x-amazon-apigateway-authorizer: GET /pets relies on the authorizer 'lambda' of type 'token'; Portico does not enforce authorizers yet and so refuses the definition")]
    [InlineData("pool", "13:89 /components/securitySchemes/pool/x-amazon-apigateway-authtype: GET /pets relies on the authorizer 'pool' of type 'cognito_user_pools'; Portico does not enforce authorizers yet and so refuses the definition")]
    [InlineData("keey", "7:19 /paths/~1pets/get/security/0/keey: 'keey' is not a security scheme of this document; it has key, sigv4, lambda, pool, oauth, query")]
    public void What_cannot_be_enforced_is_refused(string scheme, string expected) =>
        Assert.Equal([expected], Import.Errors(Import.WithOperation($"operationId: x\nsecurity: [{{{scheme}: []}}]", Schemes)));

    [Fact]
    public void An_authorizer_of_many_methods_is_refused_once() =>
        Assert.Single(Import.Errors($"openapi: 3.0.1\ninfo: {{title: T, version: '1'}}\nsecurity: [{{lambda: []}}]\npaths: {{/a: {{get: {{}}, put: {{}}}}, /b: {{get: {{}}}}}}\n{Schemes}"));

    [Theory]
    [InlineData("[{oauth: []}]", "6:19 /paths/~1pets/get/security/0/oauth: API Gateway does not enforce 'oauth', a scheme of type 'oauth2'; what it enforces are an apiKey in the header x-api-key, x-amazon-apigateway-authtype awsSigv4, and schemes with x-amazon-apigateway-authorizer")]
    [InlineData("[{query: []}]", "6:19 /paths/~1pets/get/security/0/query: API Gateway does not enforce 'query', a scheme of type 'apiKey'; what it enforces are an apiKey in the header x-api-key, x-amazon-apigateway-authtype awsSigv4, and schemes with x-amazon-apigateway-authorizer")]
    [InlineData("[{key: []}, {}]", "6:29 /paths/~1pets/get/security/1: API Gateway ignores an empty entry of 'security'; it does not make the others optional")]
    public void What_AWS_does_not_enforce_is_warned_of(string security, string expected) =>
        Assert.Equal([expected], Import.Warnings(Import.WithOperation("security: " + security, Schemes)));

    [Fact]
    public void An_authorizer_that_nothing_relies_on_is_left_out() =>
        Assert.Equal(
            ["11:99 /components/securitySchemes/lambda/x-amazon-apigateway-authorizer: the authorizer 'lambda' is left out: Portico has no authorizers yet; no method relies on it"],
            Import.Fidelity(Import.WithOperation("operationId: x", Schemes)));

    [Fact]
    public void Schemes_of_version_2_are_read_alike()
    {
        var method = Import.OnlyMethod("swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {security: [{api_key: []}]}}}\nsecurityDefinitions: {api_key: {type: apiKey, name: x-api-key, in: header}}");

        Assert.True(method.ApiKeyRequired);
    }

    [Theory]
    [InlineData("{}", "6:7 /paths/~1pets/get/x-amazon-apigateway-auth: 'x-amazon-apigateway-auth' has no 'type'; use one of NONE, AWS_IAM")]
    [InlineData("{type: CUSTOM}", "6:40 /paths/~1pets/get/x-amazon-apigateway-auth/type: 'CUSTOM' is not an authorization type of an operation; use one of NONE, AWS_IAM")]
    public void An_operation_has_one_of_two_types(string auth, string expected) =>
        Assert.Equal([expected], Import.Errors(Import.WithOperation("x-amazon-apigateway-auth: " + auth)));
}
