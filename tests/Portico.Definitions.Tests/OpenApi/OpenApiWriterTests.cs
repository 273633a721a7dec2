using Portico.Aws;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Rest;

namespace Portico.Definitions.Tests.OpenApi;

public class OpenApiWriterTests
{
    private const string Recorded =
        """
        openapi: 3.0.1
        info: {title: T, version: v1, description: D}
        x-amazon-apigateway-binary-media-types: [image/png]
        paths:
          /test:
            get:
              parameters: [{name: q, in: query, required: true}, {name: h, in: header}]
              responses: {'200': {description: 200 response, headers: {X: {schema: {type: string}}}}}
              x-amazon-apigateway-integration:
                {type: http, httpMethod: GET, uri: 'https://example.com', responses: {default: {statusCode: '200'}}, requestParameters: {integration.request.querystring.q: method.request.querystring.q}}
        """;

    private static OpenApiWriteOptions Options { get; } = new()
    {
        StageName = "prod",
        Region = "eu-west-1",
        DeployedAt = new DateTimeOffset(2026, 1, 31, 14, 0, 0, TimeSpan.FromHours(2)),
    };

    [Fact]
    public void Version_2_is_written_as_recorded() => Written(
        Recorded,
        Options with { IsVersion2 = true, Extensions = ExportExtensions.Integrations },
        """
        {
          "swagger": "2.0",
          "info": {
            "description": "D",
            "version": "v1",
            "title": "T"
          },
          "host": "abcde12345.execute-api.eu-west-1.amazonaws.com",
          "basePath": "/prod",
          "schemes": [
            "https"
          ],
          "paths": {
            "/test": {
              "get": {
                "parameters": [
                  {
                    "name": "h",
                    "in": "header",
                    "required": false,
                    "type": "string"
                  },
                  {
                    "name": "q",
                    "in": "query",
                    "required": true,
                    "type": "string"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "200 response",
                    "headers": {
                      "X": {
                        "type": "string"
                      }
                    }
                  }
                },
                "x-amazon-apigateway-integration": {
                  "type": "http",
                  "httpMethod": "GET",
                  "uri": "https://example.com",
                  "responses": {
                    "default": {
                      "statusCode": "200"
                    }
                  },
                  "requestParameters": {
                    "integration.request.querystring.q": "method.request.querystring.q"
                  },
                  "passthroughBehavior": "when_no_match"
                }
              }
            }
          },
          "x-amazon-apigateway-binary-media-types": [
            "image/png"
          ]
        }
        """);

    [Fact]
    public void Version_3_is_written_as_recorded() => Written(
        Recorded,
        Options,
        """
        {
          "openapi": "3.0.1",
          "info": {
            "title": "T",
            "description": "D",
            "version": "v1"
          },
          "servers": [
            {
              "url": "https://abcde12345.execute-api.eu-west-1.amazonaws.com/{basePath}",
              "variables": {
                "basePath": {
                  "default": "prod"
                }
              }
            }
          ],
          "paths": {
            "/test": {
              "get": {
                "parameters": [
                  {
                    "name": "h",
                    "in": "header",
                    "schema": {
                      "type": "string"
                    }
                  },
                  {
                    "name": "q",
                    "in": "query",
                    "required": true,
                    "schema": {
                      "type": "string"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "200 response",
                    "headers": {
                      "X": {
                        "schema": {
                          "type": "string"
                        }
                      }
                    },
                    "content": {}
                  }
                }
              }
            }
          },
          "components": {}
        }
        """);

    [Fact]
    public void Yaml_has_its_texts_in_double_quotes() => Written(
        "openapi: 3.0.1\ninfo: {title: \"a \\\"b\\\"\\nc\", version: '1'}\npaths: {/a: {get: {operationId: yes, responses: {'200': {}}}, post: {x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: null}, tlsConfig: {}}}}}",
        Options with { IsYaml = true, Extensions = ExportExtensions.Integrations },
        """
        ---
        openapi: "3.0.1"
        info:
          title: "a \"b\"\nc"
          version: "1"
        servers:
        - url: "https://abcde12345.execute-api.eu-west-1.amazonaws.com/{basePath}"
          variables:
            basePath:
              default: "prod"
        paths:
          /a:
            get:
              operationId: "yes"
              responses:
                "200":
                  description: "200 response"
                  content: {}
            post:
              responses: {}
              x-amazon-apigateway-integration:
                type: "mock"
                requestTemplates:
                  application/json: null
                passthroughBehavior: "when_no_match"
                tlsConfig:
                  insecureSkipVerification: false
        components: {}

        """);

    [Theory]
    [InlineData(ExportExtensions.None, "sigv4")]
    [InlineData(ExportExtensions.Postman, "sigv4")]
    [InlineData(ExportExtensions.Integrations, "sigv4 x-amazon-apigateway-integration x-amazon-apigateway-binary-media-types")]
    [InlineData(ExportExtensions.Authorizers, "sigv4 x-amazon-apigateway-authorizer")]
    [InlineData(ExportExtensions.Validators, "sigv4 x-amazon-apigateway-request-validators")]
    [InlineData(ExportExtensions.GatewayResponses, "sigv4 x-amazon-apigateway-gateway-responses")]
    [InlineData(ExportExtensions.Documentation, "sigv4 x-amazon-apigateway-documentation")]
    [InlineData(ExportExtensions.Integrations | ExportExtensions.Authorizers, "sigv4 x-amazon-apigateway-integration x-amazon-apigateway-authorizer x-amazon-apigateway-binary-media-types")]
    [InlineData(ExportExtensions.ApiGateway,
        "sigv4 x-amazon-apigateway-integration x-amazon-apigateway-authorizer x-amazon-apigateway-documentation x-amazon-apigateway-gateway-responses x-amazon-apigateway-request-validators "
        + "x-amazon-apigateway-binary-media-types x-amazon-apigateway-minimum-compression-size x-amazon-apigateway-api-key-source x-amazon-apigateway-endpoint-configuration")]
    public void An_export_bears_the_extensions_that_are_asked_for(ExportExtensions extensions, string expected)
    {
        var api = Import.Api(Import.Document("everything-3.0.yaml"));
        var text = OpenApiWriter.Write(api, Options with { Extensions = extensions, Documentation = new() { Version = "1", CreatedDate = Options.DeployedAt, Parts = [.. api.DocumentationParts.Values] } });

        string[] known =
        [
            "sigv4", "x-amazon-apigateway-integration", "x-amazon-apigateway-authorizer", "x-amazon-apigateway-documentation", "x-amazon-apigateway-gateway-responses", "x-amazon-apigateway-request-validators",
            "x-amazon-apigateway-binary-media-types", "x-amazon-apigateway-minimum-compression-size", "x-amazon-apigateway-api-key-source", "x-amazon-apigateway-endpoint-configuration",
        ];
        Assert.Equal(expected, string.Join(' ', known.Where(name => text.Contains($"\"{name}\"", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(null, null, "2026-01-31T12:00:00Z")]
    [InlineData("v1", null, "v1")]
    [InlineData("v1", "docs", "docs")]
    public void The_version_is_that_of_the_documentation_of_the_API_or_the_day_of_deployment(string? version, string? documentation, string expected)
    {
        var api = Import.Api(Recorded);
        api = api with { Api = api.Api with { Version = version } };
        var options = Options with { Documentation = documentation is null ? null : new() { Version = documentation, CreatedDate = Options.DeployedAt } };

        Assert.Equal(expected, OpenApiWriter.VersionOf(api, options));
        Assert.Contains($"\"version\": \"{expected}\"", OpenApiWriter.Write(api, options), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_stage_publishes_stands_on_the_things_themselves()
    {
        var api = Import.Api(Recorded);
        var text = OpenApiWriter.Write(api, Options with
        {
            Documentation = new()
            {
                Version = "1",
                CreatedDate = Options.DeployedAt,
                Parts =
                [
                    Part("1", new(DocumentationPartType.METHOD), """{"summary":"all","unknown":"x"}"""),
                    Part("2", new(DocumentationPartType.METHOD, "/test", "GET"), """{"summary":"one"}"""),
                    Part("3", new(DocumentationPartType.QUERY_PARAMETER, "/test", Name: "q"), """{"description":"a query"}"""),
                    Part("4", new(DocumentationPartType.RESPONSE, StatusCode: "200"), """{"description":"fine"}"""),
                    Part("5", new(DocumentationPartType.API), """{"info":{"contact":{"name":"n"}}}"""),
                ],
            },
        });

        foreach (var expected in new[] { "\"summary\": \"one\"", "\"description\": \"a query\"", "\"description\": \"fine\"", "\"name\": \"n\"" }) Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"all\"", text, StringComparison.Ordinal);

        static DocumentationPart Part(string id, DocumentationLocation location, string properties) => new() { Id = id, Location = location, Properties = properties };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bodies_that_only_have_a_model_that_is_no_JSON_cannot_be_written(bool isVersion2)
    {
        var api = Import.Api(Import.WithOperation("requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/Xml'}}}}", "components: {schemas: {Xml: {type: object}}}", verb: "put"));
        api = api with { Models = api.Models.SetItem("Xml", api.Models["Xml"] with { ContentType = "application/xml", Schema = "<schema/>" }) };

        var refusal = Assert.Throws<ServiceException>(() => OpenApiWriter.Write(api, Options with { IsVersion2 = isVersion2 }));
        Assert.Equal((400, "Only found non-JSON body models for method 'PUT' of resource '/pets'"), (refusal.StatusCode, refusal.Message));
    }

    [Fact]
    public void Names_that_are_taken_are_not_used_twice()
    {
        var api = Import.Api(Import.WithOperation("security: [{s: []}]\nresponses: {'200': {}}", "components: {securitySchemes: {s: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}}}"));
        api = api with
        {
            Authorizers = api.Authorizers.Add("a", new() { Id = "a", Name = "sigv4", Type = AuthorizerType.REQUEST, AuthorizerResultTtlInSeconds = 0 }),
            RequestValidators = api.RequestValidators.Add("v1", new() { Id = "v1", Name = "same" }).Add("v2", new() { Id = "v2", Name = "same" }).Add("v3", new() { Id = "v3" }),
        };

        var text = OpenApiWriter.Write(api, Options with { Extensions = ExportExtensions.ApiGateway });

        foreach (var name in new[] { "\"sigv4\": {", "\"sigv4_\": {", "\"same\": {", "\"v2\": {", "\"v3\": {" }) Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains("\"sigv4_\": []", text, StringComparison.Ordinal);
    }

    private static void Written(string document, OpenApiWriteOptions options, string expected) => Assert.Equal(expected, OpenApiWriter.Write(Import.Api(document), options));
}
