using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Methods;

public sealed class MethodOperationsTests
{
    private const string NoAuthorizer = "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    [Theory]
    [InlineData("""{"authorizationType":"NONE"}""", """{"httpMethod":"GET","authorizationType":"NONE","apiKeyRequired":false}""")]
    [InlineData("""{"authorizationType":"AWS_IAM","apiKeyRequired":true,"operationName":"op","requestParameters":{"method.request.header.a":true},"requestModels":{"application/json":"Empty"},"authorizerId":"ignored"}""",
        """{"httpMethod":"GET","authorizationType":"AWS_IAM","apiKeyRequired":true,"operationName":"op","requestParameters":{"method.request.header.a":true},"requestModels":{"application/json":"Empty"}}""")]
    public async Task A_method_shows_what_was_set(string body, string shown)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();

        var answer = await plane.Call("PUT", $"{root}/methods/GET", body);

        Assert.Equal((201, shown), (answer.Status, answer.Json));
        Assert.Equal(shown, (await plane.Call("GET", $"{root}/methods/GET")).Json);
    }

    [Theory]
    [InlineData("WRONG", """{"authorizationType":"NONE"}""", "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("GET", """{"authorizationType":"CUSTOM"}""", NoAuthorizer)]
    [InlineData("GET", """{"authorizationType":"COGNITO_USER_POOLS","authorizerId":"x"}""", NoAuthorizer)]
    [InlineData("GET", """{"authorizationType":"NONE","requestValidatorId":"x"}""", "Invalid Request Validator identifier specified")]
    [InlineData("GET", """{"authorizationType":"NONE","requestModels":{"application/json":"petModel"}}""", "Invalid model identifier specified: petModel")]
    [InlineData("GET", """{"authorizationType":"NONE","requestParameters":{"method.request.header.a":true,"method.request.querystring.a":false}}""",
        "Parameter names must be unique across querystring, header and path")]
    [InlineData("GET", """{"authorizationType":"NONE","requestParameters":{"header.a":true}}""",
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: true]")]
    public async Task A_method_that_may_not_be_is_refused(string verb, string body, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();

        (await plane.Call("PUT", $"{root}/methods/{verb}", body)).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_method_is_put_once()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        (await plane.Call("PUT", $"{root}/methods/GET", """{"authorizationType":"NONE"}""")).Refuses(409, "ConflictException", "Method already exists for this resource");
    }

    [Theory]
    [InlineData("replace", "/httpMethod", "POST", 400, "Invalid patch path /httpMethod")]
    [InlineData("add", "/operationName", "x", 400, "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("add", "/requestValidatorId", "x", 400, "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("add", "/requestParameters", "true", 400, "Invalid patch path /requestParameters")]
    [InlineData("add", "/requestModels/application/json", "Empty", 400, "Invalid patch path /requestModels/application/json")]
    [InlineData("replace", "/requestModels/text~1plain", "Empty", 404, "Content-Type specified was not found")]
    [InlineData("remove", "/requestParameters/method.request.header.no", null, 404, "Invalid parameter name specified")]
    [InlineData("replace", "/authorizationType", "CUSTOM", 400, NoAuthorizer)]
    [InlineData("replace", "/requestValidatorId", "x", 400, "Invalid Request Validator identifier specified")]
    [InlineData("add", "/requestModels/application~1json", "No", 400, "Invalid model identifier specified: No")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string? value, int status, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Patch($"{root}/methods/GET", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_patch_sets_flags_leniently_and_forgets_an_authorizer_that_nobody_asked_for()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Patch(
            $"{root}/methods/GET", Op("replace", "/apiKeyRequired", "true"), Op("replace", "/apiKeyRequired", "yes"), Op("replace", "/authorizerId", "x"),
            Op("add", "/requestParameters/method.request.header.h", "true"), Op("add", "/requestModels/application~1json", "Empty"), Op("remove", "/requestModels/application~1json"));

        Assert.Equal(200, answer.Status);
        Assert.False((bool)answer.Body!["apiKeyRequired"]!);
        Assert.Null(answer.Body["authorizerId"] ?? answer.Body["requestModels"]);
        Assert.True((bool)answer.Body["requestParameters"]!["method.request.header.h"]!);
    }

    [Theory]
    [InlineData("GET", "methods/POST", "Invalid Method identifier specified")]
    [InlineData("DELETE", "methods/POST", "Invalid Method identifier specified")]
    [InlineData("PATCH", "methods/WRONG", "Invalid Method identifier specified")]
    [InlineData("PUT", "methods/POST/responses/200", "Invalid Method identifier specified")]
    [InlineData("GET", "methods/GET/responses/201", "Invalid Response status code specified")]
    [InlineData("PUT", "methods/POST/integration", "Invalid Method identifier specified")]
    [InlineData("DELETE", "methods/POST/integration/responses/200", "Invalid Integration identifier specified")]
    [InlineData("PUT", "methods/POST/integration/responses/200", "Invalid Method identifier specified")]
    [InlineData("PUT", "methods/GET/integration/responses/201", "Invalid Response status code specified")]
    [InlineData("GET", "methods/GET/integration/responses/201", "Invalid Response status code specified")]
    public async Task What_is_missing_is_named_from_the_outside_in(string verb, string path, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        (await plane.Call(verb, $"{root}/{path}", """{"type":"MOCK"}""")).RefusesNotFound(message);
    }

    [Fact]
    public async Task A_method_goes_with_204()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        Assert.Equal(204, (await plane.Call("DELETE", $"{root}/methods/GET/responses/200")).Status);
        Assert.Equal(204, (await plane.Call("DELETE", $"{root}/methods/GET")).Status);
    }

    [Fact]
    public async Task A_method_response_shows_what_was_sent_and_loses_an_empty_map()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        Assert.Equal("""{"statusCode":"404"}""", (await plane.Call("PUT", $"{root}/methods/GET/responses/404", "{}")).Json);
        (await plane.Call("PUT", $"{root}/methods/GET/responses/404", "{}")).Refuses(409, "ConflictException", "Response already exists for this resource");
        var patched = await plane.Patch($"{root}/methods/GET/responses/200", Op("remove", "/responseParameters/method.response.header.X"));
        Assert.Equal((201, """{"statusCode":"200"}"""), (patched.Status, patched.Json));
    }

    [Fact]
    public async Task A_wrong_operation_and_a_wrong_status_are_reported_together()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        (await plane.Patch($"{root}/methods/GET/responses/wrong", Op("wrong_op", "/x"))).Refuses(400, "ValidationException",
            "2 validation errors detected: Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.1.member.op' failed to satisfy constraint: "
            + "Member must satisfy enum value set: [add, remove, move, test, replace, copy]; "
            + @"Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d");
    }
}
