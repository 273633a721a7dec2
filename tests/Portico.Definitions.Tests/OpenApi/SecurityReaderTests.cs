namespace Portico.Definitions.Tests.OpenApi;

public class SecurityReaderTests
{
    private const string Schemes =
        """
        components:
          securitySchemes:
            key: {type: apiKey, name: X-Api-Key, in: header}
            sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: AwsSigv4}
            lambda: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token, authorizerUri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations"}}
            pool: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools}
            oauth: {type: oauth2, flows: {}}
            query: {type: apiKey, name: x-api-key, in: query}

        """;

    private const string Uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";

    private const string Authorizers =
        $$$"""
        components:
          securitySchemes:
            key: {type: apiKey, name: x-api-key, in: header}
            sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
            lambda: {type: apiKey, name: Auth, in: header, x-amazon-apigateway-authtype: oauth2, x-amazon-apigateway-authorizer: {type: token, authorizerUri: "{{{Uri}}}"}}
            timed: {type: apiKey, name: Auth, in: header, x-amazon-apigateway-authorizer: {type: token, authorizerUri: "{{{Uri}}}", authorizerResultTtlInSeconds: '0'}}
            request: {type: apiKey, name: Unused, in: header, x-amazon-apigateway-authorizer: {type: request, authorizerUri: "{{{Uri}}}", identitySource: 'method.request.header.A,context.path'}}
            users: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p']}}

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
    [InlineData("pool", "13:89 /components/securitySchemes/pool/x-amazon-apigateway-authtype: GET /pets relies on 'pool', which is said to be 'cognito_user_pools' and has no x-amazon-apigateway-authorizer; nobody could be asked")]
    [InlineData("keey", "7:19 /paths/~1pets/get/security/0/keey: 'keey' is not a security scheme of this document; it has key, sigv4, lambda, pool, oauth, query")]
    public void What_cannot_be_enforced_is_refused(string scheme, string expected) =>
        Assert.Equal([expected], Import.Errors(Import.WithOperation($"operationId: x\nsecurity: [{{{scheme}: []}}]", Schemes)));

    [Theory]
    [InlineData("security: [{lambda: []}]", "CUSTOM lambda ")]
    [InlineData("security: [{lambda: [], key: []}]", "CUSTOM lambda ")]
    [InlineData("security: [{users: []}]", "COGNITO_USER_POOLS users ")]
    [InlineData("security: [{users: [a, b]}, {users: [b, c]}]", "COGNITO_USER_POOLS users a b c")]
    [InlineData("security: [{request: []}]\nx-amazon-apigateway-auth: {type: NONE}", "NONE  ")]
    public void A_method_names_its_authorizer(string operation, string expected)
    {
        var api = Import.Api(Import.WithOperation("operationId: x\n" + operation, Authorizers));
        var method = Import.Method(api, "/pets", "GET");

        Assert.Equal(expected, $"{method.AuthorizationType} {(method.AuthorizerId is { } id ? api.Authorizers[id].Name : "")} {string.Join(' ', method.AuthorizationScopes)}");
    }

    [Fact]
    public void Every_scheme_with_an_authorizer_makes_one()
    {
        var api = Import.Api(Import.WithOperation("operationId: x", Authorizers));

        Assert.Equal(
            [
                "lambda TOKEN oauth2 method.request.header.Auth ",
                "request REQUEST custom method.request.header.A,context.path 300",
                "timed TOKEN custom method.request.header.Auth 0",
                "users COGNITO_USER_POOLS cognito_user_pools method.request.header.Authorization 300",
            ],
            api.Authorizers.Values.OrderBy(each => each.Name, StringComparer.Ordinal)
                .Select(each => $"{each.Name} {each.Type} {each.AuthType} {each.IdentitySource} {each.AuthorizerResultTtlInSeconds}"));
    }

    [Theory]
    [InlineData("{}", "the authorizer 'a' has no type; use one of TOKEN, REQUEST, COGNITO_USER_POOLS")]
    [InlineData("{type: jwt}", "'jwt' is not an authorizer type of a REST API; use one of TOKEN, REQUEST, COGNITO_USER_POOLS")]
    [InlineData("{type: token}", "Unable to create authorizer 'a': Invalid Authorizer URI: null. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData("{type: cognito_user_pools}", "Unable to create authorizer 'a': An authorizer of type COGNITO_USER_POOLS needs providerARNs, at least one user pool")]
    public void An_authorizer_that_may_not_be_is_refused(string authorizer, string message)
    {
        var error = Assert.Single(Import.Errors(Import.WithOperation(
            "operationId: x\nsecurity: [{a: []}]", $"components: {{securitySchemes: {{a: {{type: apiKey, name: A, in: header, x-amazon-apigateway-authorizer: {authorizer}}}}}}}")));

        Assert.EndsWith(": " + message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{lambda: [], request: []}]", "'request' is a second authorization of the same operation; a method has one, and an API key beside it")]
    [InlineData("[{lambda: []}, {sigv4: []}]", "'sigv4' is a second authorization of the same operation; a method has one, and an API key beside it")]
    [InlineData("[{lambda: [scope]}]", "Invalid Method authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type")]
    public void A_method_has_one_authorization(string security, string message) =>
        Assert.EndsWith(": " + message, Assert.Single(Import.Errors(Import.WithOperation("security: " + security, Authorizers))), StringComparison.Ordinal);

    [Fact]
    public void What_belongs_to_authorizers_of_HTTP_APIs_is_warned_of() =>
        Assert.EndsWith(
            ": 'jwtConfiguration' belongs to HTTP APIs; a REST API ignores it",
            Assert.Single(Import.Warnings(Import.WithOperation("operationId: x", Authorizers.Replace("type: request,", "type: request, jwtConfiguration: {},", StringComparison.Ordinal)))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("[{oauth: []}]", "6:19 /paths/~1pets/get/security/0/oauth: API Gateway does not enforce 'oauth', a scheme of type 'oauth2'; what it enforces are an apiKey in the header x-api-key, x-amazon-apigateway-authtype awsSigv4, and schemes with x-amazon-apigateway-authorizer")]
    [InlineData("[{query: []}]", "6:19 /paths/~1pets/get/security/0/query: API Gateway does not enforce 'query', a scheme of type 'apiKey'; what it enforces are an apiKey in the header x-api-key, x-amazon-apigateway-authtype awsSigv4, and schemes with x-amazon-apigateway-authorizer")]
    [InlineData("[{key: []}, {}]", "6:29 /paths/~1pets/get/security/1: API Gateway ignores an empty entry of 'security'; it does not make the others optional")]
    public void What_AWS_does_not_enforce_is_warned_of(string security, string expected) =>
        Assert.Equal([expected], Import.Warnings(Import.WithOperation("security: " + security, Schemes)));

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
