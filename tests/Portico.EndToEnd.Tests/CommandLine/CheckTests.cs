using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.CommandLine;

/// <summary><c>portico check</c>: what stands against a definition, with its place, and an exit code for scripts.</summary>
public sealed class CheckTests
{
    private const string Head = "openapi: 3.0.1\ninfo: { title: a, version: '1' }\npaths:\n";
    private const string Get = "    get:\n      responses: { '200': { description: ok } }\n";
    private const string Mock = "      x-amazon-apigateway-integration: { type: mock }\n";

    public static TheoryData<string, string> Errors => new()
    {
        { Head + "  /a: [\n", "error  api.yaml:5:1: this is not YAML" },
        { "{\"openapi\": \"3.0.1\"", "error  api.yaml:1:20: this is not JSON" },
        { Head + "  /a:\n" + Get + "      x-amazon-apigateway-integration:\n        type: HTPP\n", "error  api.yaml:8:15, /paths/~1a/get/x-amazon-apigateway-integration/type: 'HTPP' is not an integration type; use one of" },
        { Head + "  /a:\n" + Get + Mock + "  /a:\n" + Get + Mock, "error  api.yaml:8:3, /paths/~1a: the key '/a' already stands at line 4, column 3" },
        {
            Head + "  /a:\n    post:\n      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Nowhere' } } } }\n      responses: { '200': { description: ok } }\n" + Mock,
            "error  api.yaml:6:69, /paths/~1a/post/requestBody/content/application~1json/schema/$ref: Unable to resolve the $ref '#/components/schemas/Nowhere'"
        },
        {
            Head + "  /a:\n" + Get + "      x-amazon-apigateway-integration:\n        type: mock\n        requestTemplates: { application/json: '#if($c){\"statusCode\": 200}' }\n",
            "failing  api.yaml:9:47, /paths/~1a/get/x-amazon-apigateway-integration/requestTemplates/application~1json: the template for 'application/json' cannot be parsed, and calls that come to it are answered 500: line 1, column "
        },
        {
            Head + "  /a:\n" + Get + "      security: [ { tokens: [] } ]\n" + Mock
            + "components:\n  securitySchemes:\n    token:\n      { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: token, authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations' } }\n",
            ", /paths/~1a/get/security/0/tokens: 'tokens' is not a security scheme of this document; it has token"
        },
        { "", "error  api.yaml:1:1: Invalid OpenAPI input. The text is empty." },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_is_said_with_its_place_and_the_exit_code_is_1(string definition, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("api.yaml", definition);

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "check", "api.yaml");

        Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("api.yaml: 1 errors, 0 warnings, 0 settings without effect", outcome.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Errors));
    }

    [Fact]
    public async Task The_pet_store_has_nothing_against_it()
    {
        var outcome = await PorticoCommand.RunAsync("check", "samples/petstore/openapi.yaml");

        Assert.Equal(new Outcome(0, "samples/petstore/openapi.yaml: 0 errors, 0 warnings, 0 settings without effect", ""), outcome);
    }

    [Fact]
    public async Task Several_definitions_are_checked_and_one_error_decides()
    {
        using var folder = new TemporaryFolder();
        folder.Write("good.yaml", Definitions.Mock("good", "/a", "a"));
        folder.Write("bad.yaml", "openapi: [");

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "check", "bad.yaml", "good.yaml");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("bad.yaml: 1 errors", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("good.yaml: 0 errors", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_read_the_same_as_json()
    {
        using var folder = new TemporaryFolder();
        folder.Write("api.yaml", Head + "  /a:\n" + Get + "      x-amazon-apigateway-integration:\n        type: HTPP\n");

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "check", "--json", "api.yaml");

        var finding = JsonNode.Parse(outcome.Output)!.AsArray().Single()!;
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            ("error", "api.yaml", "8", "15", "/paths/~1a/get/x-amazon-apigateway-integration/type"),
            (finding.Text("severity"), finding.Text("file"), finding.Text("line"), finding.Text("column"), finding.Text("pointer")));
    }

    [Fact]
    public async Task A_setting_without_effect_is_said_and_is_no_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("api.yaml", Definitions.WithFidelityFinding);

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "check", "api.yaml");

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("no effect  api.yaml:7:", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("api.yaml: 0 errors, 0 warnings, 1 settings without effect", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("template.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources: {}\n", "SAM template")]
    [InlineData("template.json", "{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {}}", "CloudFormation template")]
    [InlineData("service.wsdl", "<?xml version='1.0'?><definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>", "WSDL")]
    public async Task A_format_that_is_not_there_yet_is_named(string file, string text, string format)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, text);

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "check", file);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(format, outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("is not there yet", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cdk_wrote_is_not_there_yet()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["cdk.out"]);
        folder.Write("cdk.out/cdk.out", """{"version":"36.0.0"}""");
        folder.Write("cdk.out/manifest.json", """{"version":"36.0.0","artifacts":{}}""");

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "check", "cdk.out");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("CDK output folder is not there yet", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.yaml", "nowhere.yaml: there is no such file")]
    [InlineData(".", ". is a folder; give an OpenAPI file")]
    public async Task What_is_no_file_is_wrong_input(string path, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(new Outcome(1, "", expected), await PorticoCommand.RunInAsync(folder.Path, "check", path));
    }
}
