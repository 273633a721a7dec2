using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Models, the validators that use them, and the gateway responses that a refusal becomes.</summary>
public sealed class ModelCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_body_that_the_model_refuses_is_answered_by_the_gateway_response()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("validated");
        await shared.Server.Api.PutMockAsync(id, root, "ok");
        string[] method = ["--rest-api-id", id, "--resource-id", root, "--http-method", "GET"];
        await Aws.CallAsync("create-model", "--rest-api-id", id, "--name", "Pet", "--content-type", "application/json", "--schema", """{"type":"object","required":["name"]}""");
        var validator = (await Aws.CallAsync("create-request-validator", "--rest-api-id", id, "--name", "bodies", "--validate-request-body")).Text("id");
        await Aws.CallAsync(["update-method", .. method, "--patch-operations", $"op=replace,path=/requestValidatorId,value={validator}", "op=add,path=/requestModels/application~1json,value=Pet"]);
        await Aws.CallAsync("put-gateway-response", "--rest-api-id", id, "--response-type", "BAD_REQUEST_BODY", "--status-code", "422", "--response-templates", """{"application/json":"{\"message\":\"no pet\"}"}""");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        var answer = await Curl.GetAsync(shared.Server.Invoke(id, "prod", "/").ToString(), "--request", "GET", "--json", "{}");

        Assert.StartsWith("HTTP/1.1 422", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"message":"no pet"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_listed_changed_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("models");
        string[] model = ["--rest-api-id", id, "--model-name", "Pet"];
        await Aws.CallAsync("create-model", "--rest-api-id", id, "--name", "Pet", "--content-type", "application/json", "--schema", """{"type":"object"}""");

        await Aws.CallAsync(["update-model", .. model, "--patch-operations", "op=replace,path=/description,value=a pet"]);

        Assert.Equal("a pet", (await Aws.CallAsync(["get-model", .. model])).Text("description"));
        Assert.Contains("Pet", (await Aws.CallAsync("get-models", "--rest-api-id", id)).Each("items", "name"));
        await Aws.CallAsync(["delete-model", .. model]);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync(["get-model", .. model]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"type":"wrong"}""")]
    public async Task What_is_no_schema_is_no_model(string schema)
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("schemas");

        Assert.Contains(
            "An error occurred (BadRequestException) when calling the CreateModel operation: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]",
            await Aws.FailAsync(["create-model", "--rest-api-id", id, "--name", "Pet", "--content-type", "application/json", "--schema", schema]),
            StringComparison.Ordinal);
        Assert.Contains(
            "when calling the UpdateModel operation: Invalid model specified: ",
            await Aws.FailAsync(["update-model", "--rest-api-id", id, "--model-name", "Empty", "--patch-operations", $"[{{\"op\":\"replace\",\"path\":\"/schema\",\"value\":{System.Text.Json.JsonSerializer.Serialize(schema)}}}]"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_validator_is_listed_changed_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("validators");
        var created = (await Aws.CallAsync("create-request-validator", "--rest-api-id", id, "--name", "all", "--validate-request-parameters")).Text("id");
        string[] validator = ["--rest-api-id", id, "--request-validator-id", created];

        await Aws.CallAsync(["update-request-validator", .. validator, "--patch-operations", "op=replace,path=/validateRequestBody,value=true"]);

        Assert.Equal("true", (await Aws.CallAsync(["get-request-validator", .. validator])).Text("validateRequestBody"));
        Assert.Equal(["all"], (await Aws.CallAsync("get-request-validators", "--rest-api-id", id)).Each("items", "name"));
        await Aws.CallAsync(["delete-request-validator", .. validator]);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync(["get-request-validator", .. validator]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_response_is_put_changed_and_goes_back_to_the_default_when_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("gateway responses");
        string[] response = ["--rest-api-id", id, "--response-type", "UNAUTHORIZED"];
        await Aws.CallAsync(["put-gateway-response", .. response, "--status-code", "418"]);
        await Aws.CallAsync(["update-gateway-response", .. response, "--patch-operations", "op=replace,path=/statusCode,value=419"]);
        Assert.Equal(("419", "false"), await Shown());

        await Aws.CallAsync(["delete-gateway-response", .. response]);
        Assert.Equal(("401", "true"), await Shown());
        Assert.Contains("UNAUTHORIZED", (await Aws.CallAsync("get-gateway-responses", "--rest-api-id", id)).Each("items", "responseType"));

        async Task<(string StatusCode, string IsDefault)> Shown()
        {
            var shown = await Aws.CallAsync(["get-gateway-response", .. response]);
            return (shown.Text("statusCode"), shown.Text("defaultResponse"));
        }
    }
}
