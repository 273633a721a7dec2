using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Exports;

public sealed class ExportOperationsTests
{
    [Theory]
    [InlineData("swagger", null, "swagger_2026-01-31T12:00:00Z.json", "{\n  \"swagger\": \"2.0\"")]
    [InlineData("oas30", "application/json", "oas30_2026-01-31T12:00:00Z.json", "{\n  \"openapi\": \"3.0.1\"")]
    [InlineData("oas30", "*/*", "oas30_2026-01-31T12:00:00Z.json", "{\n  \"openapi\": \"3.0.1\"")]
    [InlineData("swagger", "application/yaml", "swagger_2026-01-31T12:00:00Z.yaml", "---\nswagger: \"2.0\"")]
    [InlineData("oas30", "application/yaml", "oas30_2026-01-31T12:00:00Z.yaml", "---\nopenapi: \"3.0.1\"")]
    public async Task An_export_is_a_file(string type, string? accept, string name, string beginning)
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();

        var (status, contentType, disposition, text) = await plane.Download($"{stage}/exports/{type}", accept);

        Assert.Equal((200, "application/octet-stream", $"attachment; filename=\"{name}\""), (status, contentType, disposition));
        Assert.StartsWith(beginning, text, StringComparison.Ordinal);
        Assert.Contains("a000000001.execute-api.eu-west-1.amazonaws.com", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_what_was_deployed()
    {
        var plane = await StartAsync();
        var (api, stage, _) = await plane.NewStage();
        await plane.Patch(api, Op("replace", "/name", "later"));
        await plane.Done("DELETE", $"{api}/resources/a000000002/methods/GET");

        var export = JsonNode.Parse((await plane.Download($"{stage}/exports/oas30?extensions=integrations,apigateway")).Text)!;
        Assert.Equal("pets", (string?)export["info"]!["title"]);
        Assert.Equal("mock", (string?)export["paths"]!["/"]!["get"]!["x-amazon-apigateway-integration"]!["type"]);

        await plane.Done("POST", $"{api}/documentation/parts", """{"location":{"type":"API"},"properties":"{\"info\":{\"description\":\"said\"}}"}""");
        await plane.Done("POST", $"{api}/documentation/versions", """{"documentationVersion":"d\"1","stageName":"dev"}""");
        var (_, _, disposition, text) = await plane.Download($"{stage}/exports/swagger");
        Assert.Equal("attachment; filename=\"swagger_d_1.json\"", disposition);
        Assert.Equal("""{"version":"d\"1","title":"pets","description":"said"}""", Compact(JsonNode.Parse(text)!["info"]!));
    }

    [Theory]
    [InlineData("swagger")]
    [InlineData("oas30")]
    public async Task What_was_exported_can_be_imported(string type)
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();
        var (_, _, _, text) = await plane.Download($"{stage}/exports/{type}?extensions=apigateway", "application/yaml");

        var made = await plane.Done("POST", "/restapis?mode=import&failonwarnings=true", text);
        await plane.Done("POST", $"/restapis/{made["id"]}/deployments", """{"stageName":"dev"}""");
    }

    [Theory]
    [InlineData("swagger")]
    [InlineData("oas30")]
    public async Task An_import_of_an_export_is_exported_the_same_with_what_it_names_of_the_account(string type)
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewMockApi();
        var link = (string)(await plane.Done("POST", "/vpclinks", """{"name":"inner","targetArns":["arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/inner/1"]}"""))["id"]!;
        await plane.Done("PUT", $"{root}/methods/POST", """{"authorizationType":"AWS_IAM","apiKeyRequired":true,"operationName":"Add"}""");
        await plane.Done("PUT", $"{root}/methods/POST/integration", $$"""{"type":"HTTP_PROXY","httpMethod":"POST","uri":"http://inner.example.com/","connectionType":"VPC_LINK","connectionId":"{{link}}"}""");
        await plane.Done("PUT", $"{root}/methods/PUT", """{"authorizationType":"NONE"}""");
        await plane.Done("PUT", $"{root}/methods/PUT/integration", """{"type":"HTTP_PROXY","httpMethod":"PUT","uri":"http://inner.example.com/","connectionType":"VPC_LINK","connectionId":"${stageVariables.link}"}""");
        await plane.Done("PUT", $"{api}/gatewayresponses/THROTTLED", """{"statusCode":"430","responseTemplates":{"application/json":"{}"}}""");
        await plane.Done("POST", $"{api}/deployments", """{"stageName":"dev"}""");
        var (_, _, _, first) = await plane.Download($"{api}/stages/dev/exports/{type}?extensions=apigateway");

        var made = (string)(await plane.Done("POST", "/restapis?mode=import&failonwarnings=true", first))["id"]!;
        await plane.Done("POST", $"/restapis/{made}/deployments", """{"stageName":"dev"}""");
        var (_, _, _, second) = await plane.Download($"/restapis/{made}/stages/dev/exports/{type}?extensions=apigateway");

        Assert.Contains($"\"connectionId\": \"{link}\"", first, StringComparison.Ordinal);
        Assert.Equal(first, second.Replace(made, api.Split('/')[2], StringComparison.Ordinal));
        (await plane.Call("DELETE", $"/vpclinks/{link}")).RefusesBadRequest(
            $"Cannot delete vpc link. Vpc link '{link}', is referenced in [{api.Split('/')[2]}:POST:{root.Split('/')[^1]}:dev, {made}:POST:{await RootOfAsync(plane, made)}:dev] in format of [RESTApiId:Method:Resource:Stage].");
    }

    [Theory]
    [InlineData("stages/dev/exports/wsdl", null, 400, "Invalid export type 'wsdl' specified. Valid options are oas30,swagger")]
    [InlineData("stages/dev/exports/oas30", "text/html", 400, "Invalid content type 'text/html' accepted. Valid options are application/json,application/yaml")]
    [InlineData("stages/dev/exports/oas30?extensions=integrations,all", null, 400,
        "Invalid extension 'all' specified. Valid options are integrations,apigateway,authorizers,validators,gatewayresponses,documentation,postman")]
    [InlineData("stages/no/exports/oas30", null, 404, "Invalid stage identifier specified")]
    [InlineData("../nothere/stages/dev/exports/oas30", null, 404, "Invalid stage identifier specified")]
    public async Task An_export_that_may_not_be_is_refused(string target, string? accept, int status, string message)
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();

        var answer = await plane.Download(target.StartsWith("..", StringComparison.Ordinal) ? "/restapis" + target[2..] : $"{api}/{target}", accept);
        Assert.Equal((status, message), (answer.Status, (string?)JsonNode.Parse(answer.Text)!["message"]));
    }

    private static async Task<string> RootOfAsync(ControlPlane plane, string api) => (string)(await plane.Done("GET", $"/restapis/{api}"))["rootResourceId"]!;

    private static string Compact(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
