using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Reading;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.Tests.OpenApi;

public class OpenApiReaderTests
{
    [Theory]
    [InlineData("petstore-2.0.yaml")]
    [InlineData("petstore-3.0.yaml")]
    [InlineData("petstore-3.0.json")]
    [InlineData("petstore-3.1.yaml")]
    public void A_pet_store_is_read_alike_in_all_versions(string file)
    {
        var api = Import.Api(Import.Document(file));

        Assert.Equal(("PetStore", "2026-01-31", "Pets for sale"), (api.Api.Name, api.Api.Version, api.Api.Description));
        Assert.Equal(Import.Options().Now, api.Api.CreatedDate);
        Assert.Equal(["image/png", "application/octet-stream"], api.Api.BinaryMediaTypes);
        Assert.Equal(1024, api.Api.MinimumCompressionSize);
        Assert.Equal(EndpointType.REGIONAL, api.Api.EndpointConfiguration.Type);
        Assert.True(api.Api.DisableExecuteApiEndpoint);
        Assert.Equal(["/", "/files", "/files/{proxy+}", "/pets", "/pets/{petId}"], api.Resources.Values.Select(resource => resource.Path).Order(StringComparer.Ordinal));

        var list = Import.Method(api, "/pets", "GET");
        Assert.Equal("ListPets", list.OperationName);
        Assert.True(list.ApiKeyRequired);
        Assert.Equal("NONE", list.AuthorizationType);
        Assert.Equal("params-only", api.RequestValidators[list.RequestValidatorId!].Name);
        Assert.Equal(["method.request.querystring.page", "method.request.querystring.type"], list.RequestParameters.Keys);
        Assert.Equal("Pets", list.MethodResponses["200"].ResponseModels!["application/json"]);
        Assert.False(list.MethodResponses["200"].ResponseParameters!["method.response.header.Access-Control-Allow-Origin"]);
        var http = list.Integration!;
        Assert.Equal(IntegrationType.HTTP, http.Type);
        Assert.Equal(("GET", "INTERNET", "WHEN_NO_MATCH", 5000), (http.HttpMethod, http.ConnectionType, http.PassthroughBehavior, http.TimeoutInMillis));
        Assert.Equal(api.Resources.Values.Single(resource => resource.Path == "/pets").Id, http.CacheNamespace);
        Assert.Null(http.IntegrationResponses["200"].SelectionPattern);

        var create = Import.Method(api, "/pets", "POST");
        Assert.Equal("all", api.RequestValidators[create.RequestValidatorId!].Name);
        Assert.Equal("NewPet", create.RequestModels["application/json"]);
        Assert.Equal("CONVERT_TO_TEXT", create.Integration!.ContentHandling);
        Assert.Equal("#set($inputRoot = $input.path('$'))\n{ \"name\": \"$inputRoot.name\" }\n", create.Integration.RequestTemplates!.Value[0].Template);
        Assert.Equal(@"2\d{2}", create.Integration.IntegrationResponses["201"].SelectionPattern);
        Assert.StartsWith("MODEL", create.MethodResponses["201"].ResponseModels!["application/json"], StringComparison.Ordinal);

        var mock = Import.Method(api, "/pets", "OPTIONS").Integration!;
        Assert.Equal((IntegrationType.MOCK, null, null), (mock.Type, mock.HttpMethod, mock.ConnectionType));
        Assert.Equal("shared", Import.Method(api, "/pets/{petId}", "GET").Integration!.CacheNamespace);
        var any = Import.Method(api, "/files/{proxy+}", "ANY");
        Assert.Equal("AWS_IAM", any.AuthorizationType);
        Assert.True(any.Integration!.TlsConfig!.InsecureSkipVerification);

        Assert.Equal(4, api.Models.Count);
        Assert.Equal("404", api.GatewayResponses["MISSING_AUTHENTICATION_TOKEN"].StatusCode);
        Assert.Equal("'*'", api.GatewayResponses["DEFAULT_4XX"].ResponseParameters["gatewayresponse.header.Access-Control-Allow-Origin"]);
    }

    [Fact]
    public void Yaml_and_json_give_equal_definitions() =>
        Assert.Equal(Import.Whole(Import.Api(Import.Document("petstore-3.0.yaml"))), Import.Whole(Import.Api(Import.Document("petstore-3.0.json"))));

    [Theory]
    [InlineData("petstore-3.0.yaml", "petstore-3.1.yaml")]
    [InlineData("petstore-3.0.yaml", "petstore-2.0.yaml")]
    public void The_versions_give_equal_definitions(string one, string other) =>
        Assert.Equal(Import.Whole(Import.Api(Import.Document(one))), Import.Whole(Import.Api(Import.Document(other))));

    [Theory]
    [InlineData("", "1:1 : Invalid OpenAPI input. The text is empty.")]
    [InlineData("# nothing", "1:1 : Invalid OpenAPI input. The text is empty.")]
    [InlineData("hello", "1:1 : Invalid OpenAPI input. The document is a text, not a mapping.")]
    [InlineData("[1]", "1:1 : Invalid OpenAPI input. The document is a list, not a mapping.")]
    [InlineData("{\"a\": 1}", "1:1 : Invalid OpenAPI input. Neither 'swagger' nor 'openapi' stands at its top.")]
    [InlineData("{\"swagger\": \"2.0\"", "1:18 : this is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed")]
    public void What_is_no_definition_is_told_apart(string text, string expected)
    {
        var reading = Import.Read(text);

        Assert.False(reading.IsOpenApi);
        Assert.False(reading.Succeeded);
        Assert.Equal([expected], Import.Lines(reading, FindingSeverity.Error));
    }

    [Theory]
    [InlineData("openapi: 3.2.0", "1:10 /openapi: '3.2.0' is not a version of OpenAPI that can be read; use one of 2.0 (under 'swagger'), 3.0.x, 3.1.x (under 'openapi')")]
    [InlineData("swagger: 1.2", "1:10 /swagger: '1.2' is not a version of OpenAPI that can be read; use one of 2.0 (under 'swagger'), 3.0.x, 3.1.x (under 'openapi')")]
    [InlineData("openapi: 3.0.1\ninfo: {version: '1'}", "2:1 /info: Name cannot be empty: 'info' has no 'title', which becomes the name of the API")]
    [InlineData("openapi: 3.0.1\ninfo: {title: T}\npaths: []", "3:1 /paths: 'paths' is a list; a mapping belongs here")]
    [InlineData("openapi: 3.0.1\ninfo: {title: {Ref: Name}}", "2:8 /info/title: 'title' is the CloudFormation function Ref, which only a template resolves; write the text itself")]
    public void A_definition_that_says_too_little_is_refused(string text, string expected)
    {
        var reading = Import.Read(text);

        Assert.True(reading.IsOpenApi);
        Assert.Contains(expected, Import.Lines(reading, FindingSeverity.Error));
    }

    [Fact]
    public void All_errors_come_at_once_in_the_order_of_the_text()
    {
        var errors = Import.Errors(
            """
            openapi: 3.0.1
            info: {title: T, version: '1'}
            paths:
              /a:
                get:
                  x-amazon-apigateway-integration: {type: HTPP}
              b:
                get: {}
              /c:
                get:
                  x-amazon-apigateway-request-validator: full
                  x-amazon-apigateway-integration: {type: mock, passthroughBehavior: always}
            x-amazon-apigateway-gateway-responses:
              BAD: {}
            """);

        Assert.Equal(
        [
            "6:47 /paths/~1a/get/x-amazon-apigateway-integration/type: 'HTPP' is not an integration type; use one of HTTP, HTTP_PROXY, AWS, AWS_PROXY, MOCK",
            "7:3 /paths/b: Unable to create resource at path 'b': a path begins with '/'",
            "11:46 /paths/~1c/get/x-amazon-apigateway-request-validator: Invalid Request Validator identifier specified: 'full'; x-amazon-apigateway-request-validators has none",
            "12:74 /paths/~1c/get/x-amazon-apigateway-integration/passthroughBehavior: 'always' is not a passthrough behavior; use one of WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER",
            "14:3 /x-amazon-apigateway-gateway-responses/BAD: 'BAD' is not a gateway response type; use one of ACCESS_DENIED, API_CONFIGURATION_ERROR, AUTHORIZER_CONFIGURATION_ERROR, AUTHORIZER_FAILURE, BAD_REQUEST_BODY, BAD_REQUEST_PARAMETERS, DEFAULT_4XX, DEFAULT_5XX, EXPIRED_TOKEN, INTEGRATION_FAILURE, INTEGRATION_TIMEOUT, INVALID_API_KEY, INVALID_SIGNATURE, MISSING_AUTHENTICATION_TOKEN, QUOTA_EXCEEDED, REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, THROTTLED, UNAUTHORIZED, UNSUPPORTED_MEDIA_TYPE, WAF_FILTERED",
        ],
        errors);
    }

    [Fact]
    public void A_finding_names_the_file() =>
        Assert.StartsWith(
            "orders.yaml:1:10, /openapi: ",
            Import.Read("openapi: 9", options => options with { File = "orders.yaml" }).Findings[0].ToString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("eu-west-1", "arn:aws:iam::123456789012:role/eu-west-1")]
    [InlineData("cn-north-1", "arn:aws-cn:iam::123456789012:role/cn-north-1")]
    [InlineData("us-gov-east-1", "arn:aws-us-gov:iam::123456789012:role/us-gov-east-1")]
    public void Pseudo_parameters_are_resolved_in_texts(string region, string expected)
    {
        var text = Import.WithIntegration("type: mock\ncredentials: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::Region}'");

        var api = Import.Api(text, options => options with { AccountId = "123456789012", Region = region });

        Assert.Equal(expected, Import.Method(api, "/pets", "GET").Integration!.Credentials);
    }

    [Fact]
    public void A_pseudo_parameter_of_CloudFormation_alone_is_warned_of() =>
        Assert.Equal(
            ["8:22 /paths/~1pets/get/x-amazon-apigateway-integration/credentials: '${AWS::StackName}' stays as it is; an import knows ${AWS::AccountId}, ${AWS::Partition} and ${AWS::Region}"],
            Import.Warnings(Import.WithIntegration("type: mock\ncredentials: ${AWS::StackName}")));

    [Theory]
    [InlineData("swagger: '2.0'\nbasePath: /a/b/c", BasePathMode.Ignore, "/ /e")]
    [InlineData("swagger: '2.0'\nbasePath: /a/b/c", BasePathMode.Prepend, "/ /a /a/b /a/b/c /a/b/c/e")]
    [InlineData("swagger: '2.0'\nbasePath: /a/b/c", BasePathMode.Split, "/ /b /b/c /b/c/e")]
    [InlineData("openapi: 3.0.1\nservers: [{url: 'https://x.example.com/base-url/part'}]", BasePathMode.Prepend, "/ /base-url /base-url/part /base-url/part/e")]
    [InlineData("openapi: 3.0.1\nservers: [{url: 'https://x.example.com/base-url/part'}]", BasePathMode.Split, "/ /part /part/e")]
    [InlineData("openapi: 3.0.1\nservers: [{url: 'https://x.example.com/u', variables: {basePath: {default: base-var}}}]", BasePathMode.Prepend, "/ /base-var /base-var/e")]
    [InlineData("openapi: 3.0.1\nservers: [{url: 'https://x.example.com/u', variables: {basePath: {default: /base-var}}}]", BasePathMode.Split, "/ /e")]
    [InlineData("openapi: 3.0.1\nservers: [{url: '/rel/{v}?q', variables: {v: {default: v2}}}]", BasePathMode.Prepend, "/ /rel /rel/v2 /rel/v2/e")]
    [InlineData("openapi: 3.0.1\nservers: [{url: 'https://x.example.com'}]", BasePathMode.Prepend, "/ /e")]
    [InlineData("openapi: 3.0.1", BasePathMode.Prepend, "/ /e")]
    public void The_base_path_becomes_what_the_import_asks_for(string head, BasePathMode mode, string expected)
    {
        var api = Import.Api(head + "\ninfo: {title: T, version: '1'}\npaths: {/e: {}}", options => options with { BasePath = mode });

        Assert.Equal(expected, string.Join(' ', api.Resources.Values.Select(resource => resource.Path).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void What_references_repeat_ends_at_a_bound()
    {
        var responses = string.Join(", ", Enumerable.Range(0, 60_000).Select(index => $"a/{index}: {{}}"));
        var paths = string.Concat(Enumerable.Range(0, 100).Select(index => $"  /p{index}: {{get: {{requestBody: {{$ref: '#/components/requestBodies/B'}}}}}}\n"));
        var errors = Import.Errors($"openapi: 3.0.1\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components: {{requestBodies: {{B: {{content: {{{responses}}}}}}}}}");

        Assert.Equal(["87:16 /paths/~1p83/get/requestBody: the references of this document repeat more than 5,000,000 values; repeat less"], errors);
    }

    [Fact]
    public void A_long_value_is_cut_in_a_message()
    {
        var message = Import.Read("openapi: '" + new string('9', 10_000) + "'").Findings[0].Message;

        Assert.Equal(2_001, message.Length);
        Assert.EndsWith("9…", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_more_than_6_MB_is_not_looked_at()
    {
        var reading = Import.Read("openapi: 3.0.1\n#" + new string('x', 6 * 1024 * 1024));

        Assert.True(reading.IsOpenApi);
        Assert.False(reading.Succeeded);
    }
}
