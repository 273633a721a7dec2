namespace Portico.Definitions.Tests.OpenApi;

public class DocumentationReaderTests
{
    [Theory]
    [InlineData("swagger: '2.0'\ninfo: {title: t, version: '1', description: d, contact: {name: n}}\ntags: [{name: a}]\nexternalDocs: {url: u}",
        """type 'API' {"info":{"description":"d","contact":{"name":"n"}},"tags":[{"name":"a"}],"externalDocs":{"url":"u"}}""")]
    [InlineData("openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths: {/a/: {summary: s, get: {tags: [x], summary: s, description: d, deprecated: true, operationId: no}}}",
        """type 'RESOURCE', path '/a' {"summary":"s"}; type 'METHOD', path '/a', method 'GET' {"tags":["x"],"summary":"s","description":"d","deprecated":true}""")]
    [InlineData("openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths: {'/a/{i}': {parameters: [{name: i, in: path, description: all}], x-amazon-apigateway-any-method: {parameters: [{$ref: '#/components/parameters/q'}, {name: h, in: header, description: h}, {name: c, in: cookie, description: no}]}}}\ncomponents: {parameters: {q: {name: q, in: query, description: q}}}",
        """type 'PATH_PARAMETER', path '/a/{i}', name 'i' {"description":"all"}; type 'QUERY_PARAMETER', path '/a/{i}', method 'ANY', name 'q' {"description":"q"}; type 'REQUEST_HEADER', path '/a/{i}', method 'ANY', name 'h' {"description":"h"}""")]
    [InlineData("openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths: {/: {post: {requestBody: {description: b, content: {}}, responses: {'200': {description: r, headers: {X: {description: x}}}, '201': {description: 201 response}, default: {description: no}}}}}",
        """type 'REQUEST_BODY', path '/', method 'POST' {"description":"b"}; type 'RESPONSE', path '/', method 'POST', statusCode '200' {"description":"r"}; type 'RESPONSE_HEADER', path '/', method 'POST', statusCode '200', name 'X' {"description":"x"}""")]
    [InlineData("swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths: {/: {post: {parameters: [{name: b, in: body, description: b, schema: {type: object}}]}}}",
        """type 'REQUEST_BODY', path '/', method 'POST' {"description":"b"}""")]
    [InlineData("swagger: '2.0'\ninfo: {title: t, version: '1'}\nsecurityDefinitions: {a: {type: apiKey, name: A, in: header, description: who, x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p']}}}",
        """type 'AUTHORIZER', name 'a' {"description":"who"}""")]
    public void The_words_of_a_document_become_parts(string document, string expected) =>
        Assert.Equal(expected, Parts(document));

    [Theory]
    // What a part for this very place says counts, and the operation adds to it.
    [InlineData("{type: METHOD, path: /a, method: GET}, properties: {description: part, more: 1}", """type 'METHOD', path '/a', method 'GET' {"description":"part","more":1,"summary":"s"}""")]
    // What is inherited and said again makes no part.
    [InlineData("{type: METHOD}, properties: {description: operation, summary: s}", """type 'METHOD' {"description":"operation","summary":"s"}""")]
    [InlineData("{type: METHOD}, properties: {description: other}", """type 'METHOD' {"description":"other"}; type 'METHOD', path '/a', method 'GET' {"summary":"s","description":"operation"}""")]
    public void Written_parts_and_operations_are_one(string part, string expected) => Assert.Equal(
        expected,
        Parts($"openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{get: {{summary: s, description: operation}}}}}}\nx-amazon-apigateway-documentation: {{version: 1, documentationParts: [{{location: {part}}}]}}"));

    [Theory]
    [InlineData("[{properties: {}}]", "a documentation part has a location with a type; use one of API, AUTHORIZER, MODEL, RESOURCE, METHOD, PATH_PARAMETER, QUERY_PARAMETER, REQUEST_HEADER, REQUEST_BODY, RESPONSE, RESPONSE_HEADER, RESPONSE_BODY")]
    [InlineData("[{location: {type: API, name: x}, properties: {}}]", "Invalid documentation part location: a location of type API has no name")]
    [InlineData("[{location: {type: API}}]", "Documentation part properties must be non-empty")]
    [InlineData("[{location: {type: API}, properties: '{'}]", "Documentation part properties must be a JSON object: not valid JSON at line 1, byte 2")]
    [InlineData("{}", "'documentationParts' is a mapping; a list belongs here")]
    public void A_part_that_may_not_be_is_refused(string parts, string message) => Assert.EndsWith(
        ": " + message,
        Assert.Single(Import.Errors($"openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\npaths: {{}}\nx-amazon-apigateway-documentation: {{documentationParts: {parts}}}")),
        StringComparison.Ordinal);

    [Fact]
    public void A_base_path_stands_before_the_places()
    {
        var api = Import.Api(
            "swagger: '2.0'\ninfo: {title: t, version: '1'}\nbasePath: /v1/x\npaths: {/a: {get: {summary: s}}}", options => options with { BasePath = Definitions.OpenApi.Reading.BasePathMode.Split });

        Assert.Equal("/x/a", Assert.Single(api.DocumentationParts.Values).Location.Path);
    }

    [Fact]
    public void Descriptions_repeated_by_reference_are_bounded()
    {
        var parameters = string.Join(',', Enumerable.Range(0, 600).Select(number => $"\"/p{number}\":{{\"parameters\":[{{\"$ref\":\"#/parameters/a\"}}],\"get\":{{}}}}"));
        var errors = Import.Errors(
            $"{{\"swagger\":\"2.0\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"parameters\":{{\"a\":{{\"name\":\"a\",\"in\":\"query\",\"description\":\"{new string('x', 60_000)}\"}}}},\"paths\":{{{parameters}}}}}");

        Assert.EndsWith("the references of this document repeat more than 25,165,824 characters of documentation; repeat less", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static string Parts(string document) => string.Join("; ", Import.Api(document).DocumentationParts.Values.Select(part => $"{part.Location} {part.Properties}"));
}
