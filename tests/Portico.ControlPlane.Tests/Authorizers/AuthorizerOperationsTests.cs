using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Authorizers;

public sealed class AuthorizerOperationsTests
{
    private const string Uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations";
    private const string Pool = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc";
    private const string NoAuthorizer = "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";
    private const string Malformed = "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ";

    [Theory]
    [InlineData($$"""{"name":"t","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.Authorization"}""",
        $$"""{"id":"a00005","name":"t","type":"TOKEN","authType":"custom","authorizerUri":"{{Uri}}","identitySource":"method.request.header.Authorization","authorizerResultTtlInSeconds":300}""")]
    [InlineData($$"""{"name":"r","type":"REQUEST","authorizerUri":"{{Uri}}","authType":"x","authorizerResultTtlInSeconds":0,"authorizerCredentials":"arn:aws:iam::123456789012:role/r"}""",
        $$"""{"id":"a00005","name":"r","type":"REQUEST","authType":"x","authorizerUri":"{{Uri}}","authorizerCredentials":"arn:aws:iam::123456789012:role/r","authorizerResultTtlInSeconds":0}""")]
    [InlineData($$"""{"name":"r","type":"REQUEST","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a, method.request.querystring.b,stageVariables.c,context.identity.sourceIp"}""",
        $$"""{"id":"a00005","name":"r","type":"REQUEST","authType":"custom","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a, method.request.querystring.b,stageVariables.c,context.identity.sourceIp","authorizerResultTtlInSeconds":300}""")]
    [InlineData($$"""{"name":"c","type":"COGNITO_USER_POOLS","providerARNs":["{{Pool}}"],"identitySource":"method.request.header.Authorization","identityValidationExpression":"^x$"}""",
        $$"""{"id":"a00005","name":"c","type":"COGNITO_USER_POOLS","providerARNs":["{{Pool}}"],"authType":"cognito_user_pools","identitySource":"method.request.header.Authorization","identityValidationExpression":"^x$","authorizerResultTtlInSeconds":300}""")]
    public async Task An_authorizer_is_kept_with_its_defaults(string body, string expected)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Call("POST", $"{api}/authorizers", body);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), answer.Body), answer.Json);
        Assert.Equal(201, answer.Status);
        Assert.Equal(answer.Json, (await plane.Done("GET", $"{api}/authorizers/a00005")).ToJsonString());
        Assert.Equal(answer.Json, (await plane.Done("GET", $"{api}/authorizers"))["item"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData($$"""{"name":"","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a"}""", "Authorizer name cannot be empty")]
    [InlineData($$"""{"name":"used","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a"}""", "Authorizer name must be unique. Authorizer used already exists in this RestApi.")]
    [InlineData("""{"name":"t","type":"TOKEN","identitySource":"method.request.header.a"}""", "Invalid Authorizer URI: null. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData("""{"name":"t","type":"REQUEST","authorizerUri":"arn:aws:lambda:eu-west-1:123456789012:function:f","identitySource":"method.request.header.a"}""",
        "Invalid Authorizer URI: arn:aws:lambda:eu-west-1:123456789012:function:f. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData($$"""{"name":"t","type":"TOKEN","authorizerUri":"{{Uri}}"}""", "An authorizer of type TOKEN needs an identitySource, one header: method.request.header.NAME")]
    [InlineData($$"""{"name":"t","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.querystring.a"}""", Malformed + "method.request.querystring.a]")]
    [InlineData($$"""{"name":"t","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a,method.request.header.b"}""", Malformed + "method.request.header.a,method.request.header.b]")]
    [InlineData($$"""{"name":"t","type":"REQUEST","authorizerUri":"{{Uri}}"}""",
        "An authorizer of type REQUEST whose results are cached needs an identitySource; without one, set authorizerResultTtlInSeconds to 0")]
    [InlineData($$"""{"name":"t","type":"REQUEST","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a,method.request.path.b"}""", Malformed + "method.request.path.b]")]
    [InlineData($$"""{"name":"t","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a","authorizerResultTtlInSeconds":3601}""",
        "Invalid authorizerResultTtlInSeconds 3601, must be between 0 and 3600")]
    [InlineData("""{"name":"t","type":"COGNITO_USER_POOLS","identitySource":"method.request.header.a"}""", "An authorizer of type COGNITO_USER_POOLS needs providerARNs, at least one user pool")]
    [InlineData("""{"name":"t","type":"COGNITO_USER_POOLS","identitySource":"method.request.header.a","providerARNs":["pool"]}""",
        "Invalid Cognito user pool ARN: pool. Write arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID")]
    public async Task An_authorizer_that_may_not_be_is_refused(string body, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await NewAuthorizer(plane, api, "used");

        (await plane.Call("POST", $"{api}/authorizers", body)).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_type_that_AWS_does_not_have_is_a_violation_of_the_model()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Call("POST", $"{api}/authorizers", """{"name":"t","type":"JWT"}""")).Refuses(
            400, "ValidationException",
            "1 validation error detected: Value 'JWT' at 'createAuthorizerInput.type' failed to satisfy constraint: Member must satisfy enum value set: [TOKEN, REQUEST, COGNITO_USER_POOLS]");
    }

    [Theory]
    [InlineData("POST", "/restapis/nothere/authorizers", 409, "Unable to complete operation due to concurrent modification. Please try again later.")]
    [InlineData("GET", "/restapis/nothere/authorizers", 404, "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/authorizers/x", 404, "Invalid Authorizer identifier specified")]
    [InlineData("PATCH", "/restapis/a000000001/authorizers/x", 404, "Invalid Authorizer identifier specified")]
    [InlineData("DELETE", "/restapis/a000000001/authorizers/x", 404, "Invalid Authorizer identifier specified")]
    public async Task What_is_missing_is_named(string method, string path, int status, string message)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        var answer = await plane.Call(method, path, $$"""{"name":"t","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a"}""");
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("replace", "/name", "new", "name", "\"new\"")]
    [InlineData("replace", "/type", "REQUEST", "type", "\"REQUEST\"")]
    [InlineData("replace", "/authType", "oauth2", "authType", "\"oauth2\"")]
    [InlineData("replace", "/authorizerResultTtlInSeconds", "0", "authorizerResultTtlInSeconds", "0")]
    [InlineData("replace", "/identityValidationExpression", "^a$", "identityValidationExpression", "\"^a$\"")]
    [InlineData("replace", "/identitySource", "method.request.header.b", "identitySource", "\"method.request.header.b\"")]
    [InlineData("replace", "/authorizerCredentials", "arn:aws:iam::123456789012:role/r", "authorizerCredentials", "\"arn:aws:iam::123456789012:role/r\"")]
    [InlineData("add", "/providerARNs", Pool, "providerARNs", $"[\"{Pool}\"]")]
    public async Task A_patch_changes_one_member(string op, string path, string value, string member, string expected)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        var id = await NewAuthorizer(plane, api, "t");

        var answer = await plane.Patch($"{api}/authorizers/{id}", Op(op, path, value));
        Assert.Equal((200, expected), (answer.Status, answer.Body?[member]?.ToJsonString()));
    }

    [Fact]
    public async Task Sources_of_a_request_are_added_and_removed_one_by_one()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        var id = await NewAuthorizer(plane, api, "t");

        var answer = await plane.Patch(
            $"{api}/authorizers/{id}", Op("replace", "/type", "REQUEST"), Op("add", "/identitySource", "method.request.querystring.q"), Op("add", "/identitySource", "context.path"),
            Op("remove", "/identitySource", "method.request.header.a"));
        Assert.Equal("method.request.querystring.q, context.path", (string?)answer.Body!["identitySource"]);
    }

    [Theory]
    [InlineData("replace", "/id", "x", "Invalid patch path /id")]
    [InlineData("add", "/name", "x", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace", "/providerARNs", Pool, "Invalid patch operation specified. Must be one of: [add, remove]")]
    [InlineData("replace", "/name", "other", "Authorizer name must be unique. Authorizer other already exists in this RestApi.")]
    [InlineData("replace", "/authorizerResultTtlInSeconds", "4000", "Invalid value '4000' specified for /authorizerResultTtlInSeconds, must be between 0 and 3600")]
    [InlineData("remove", "/identitySource", null, "An authorizer of type TOKEN needs an identitySource, one header: method.request.header.NAME")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string? value, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await NewAuthorizer(plane, api, "other");
        var id = await NewAuthorizer(plane, api, "t");

        (await plane.Patch($"{api}/authorizers/{id}", Op(op, path, value))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_method_names_an_authorizer_of_its_own_kind()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var id = await NewAuthorizer(plane, api, "t");
        await plane.Done("POST", $"{api}/authorizers", $$"""{"name":"c","type":"COGNITO_USER_POOLS","providerARNs":["{{Pool}}"],"identitySource":"method.request.header.Authorization"}""");
        var pool = (string)(await plane.Done("GET", $"{api}/authorizers"))["item"]!.AsArray().Single(each => (string?)each!["name"] == "c")!["id"]!;

        var method = await plane.Done("PUT", $"{root}/methods/GET", $$"""{"authorizationType":"CUSTOM","authorizerId":"{{id}}"}""");
        Assert.Equal(("CUSTOM", id), ((string?)method["authorizationType"], (string?)method["authorizerId"]));
        (await plane.Call("PUT", $"{root}/methods/PUT", $$"""{"authorizationType":"CUSTOM","authorizerId":"{{pool}}"}""")).RefusesBadRequest(NoAuthorizer);
        (await plane.Patch($"{root}/methods/GET", Op("replace", "/authorizationType", "COGNITO_USER_POOLS"))).RefusesBadRequest(NoAuthorizer);
        (await plane.Call("PUT", $"{root}/methods/PUT", $$"""{"authorizationType":"CUSTOM","authorizerId":"{{id}}","authorizationScopes":["a"]}""")).RefusesBadRequest(
            "Invalid Method authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type");
        var scoped = await plane.Done("PUT", $"{root}/methods/PUT", $$"""{"authorizationType":"COGNITO_USER_POOLS","authorizerId":"{{pool}}","authorizationScopes":["a","b"]}""");
        Assert.Equal("""["a","b"]""", scoped["authorizationScopes"]!.ToJsonString());

        var open = await plane.Patch($"{root}/methods/GET", Op("replace", "/authorizationType", "NONE"));
        Assert.Null(open.Body!["authorizerId"]);
    }

    [Fact]
    public async Task An_authorizer_on_which_a_method_relies_stays()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var id = await NewAuthorizer(plane, api, "t");
        var child = (string)(await plane.Done("POST", root, """{"pathPart":"test"}"""))["id"]!;
        await plane.Done("PUT", $"{api}/resources/{child}/methods/GET", $$"""{"authorizationType":"CUSTOM","authorizerId":"{{id}}"}""");

        const string InUse = "Cannot delete authorizer 't', is referenced in method: GET//test";
        (await plane.Call("DELETE", $"{api}/authorizers/{id}")).Refuses(409, "ConflictException", InUse);
        (await plane.Patch($"{api}/authorizers/{id}", Op("replace", "/type", "COGNITO_USER_POOLS"), Op("add", "/providerARNs", Pool))).Refuses(409, "ConflictException", InUse);
        await plane.Done("DELETE", $"{api}/resources/{child}/methods/GET");
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/authorizers/{id}")).Status);
    }

    private static async Task<string> NewAuthorizer(ControlPlane plane, string api, string name) => (string)(await plane.Done(
        "POST", $"{api}/authorizers", $$"""{"name":"{{name}}","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a"}"""))["id"]!;
}
