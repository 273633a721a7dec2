using Portico.Model.Rest;

namespace Portico.Definitions.Tests.OpenApi;

public class OperationReaderTests
{
    private const string Swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\n";

    [Fact]
    public void Parameters_of_the_path_and_of_the_operation_are_joined()
    {
        var method = Import.OnlyMethod(
            """
            openapi: 3.0.1
            info: {title: T, version: '1'}
            paths:
              /a/{id}:
                parameters:
                  - {name: id, in: path, required: true}
                  - {name: page, in: query, required: true}
                get:
                  parameters:
                    - {name: page, in: query}
                    - $ref: '#/components/parameters/Trace'
            components:
              parameters:
                Trace: {name: X-Trace, in: header, required: "true"}
            """);

        Assert.Equal(
            ["method.request.header.X-Trace=True", "method.request.path.id=True", "method.request.querystring.page=False"],
            method.RequestParameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
    }

    [Theory]
    [InlineData("{in: query}", "8:6 /paths/~1pets/get/parameters/0: a parameter has a name; 'name' is missing")]
    [InlineData("{name: x}", "8:6 /paths/~1pets/get/parameters/0: a parameter says where it stands; 'in' is missing")]
    [InlineData("{name: x, in: body}", "8:20 /paths/~1pets/get/parameters/0/in: 'body' is not a place of a parameter; use one of path, query, header, cookie")]
    [InlineData("{name: 'f[x]', in: query}", "8:13 /paths/~1pets/get/parameters/0/name: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.request.querystring.f[x]]")]
    [InlineData("{name: x, in: query, required: maybe}", "8:37 /paths/~1pets/get/parameters/0/required: 'required' is a text ('maybe'); use true or false")]
    [InlineData("{$ref: '#/components/parameters/X'}", "8:13 /paths/~1pets/get/parameters/0/$ref: Unable to resolve the $ref '#/components/parameters/X': nothing stands there in this document")]
    public void A_parameter_that_cannot_be_one_is_refused(string parameter, string expected) =>
        Assert.Equal([expected], Import.Errors($"openapi: 3.0.1\ninfo: {{title: T, version: '1'}}\npaths:\n /pets:\n  get:\n   responses: {{}}\n   parameters:\n   - {parameter}"));

    [Fact]
    public void A_name_stands_in_one_place() =>
        Assert.Contains(
            "Parameter names must be unique across querystring, header and path: 'x' stands in two of them",
            Import.Errors(Import.WithOperation("parameters: [{name: x, in: query}, {name: x, in: header}]"))[0],
            StringComparison.Ordinal);

    [Fact]
    public void Cookies_and_forms_are_dropped_with_a_warning()
    {
        Assert.Equal(
            ["6:20 /paths/~1pets/get/parameters/0: API Gateway drops the cookie parameter 'c'; the header Cookie reaches the integration as it is"],
            Import.Warnings(Import.WithOperation("parameters: [{name: c, in: cookie}]")));
        Assert.Equal(
            ["3:35 /paths/~1a/post/parameters/0: API Gateway drops the form parameter 'f'; the body reaches the integration as it is"],
            Import.Warnings(Swagger + "paths: {/a: {post: {parameters: [ {name: f, in: formData}]}}}"));
    }

    [Theory]
    [InlineData("", "", "application/json")]
    [InlineData("consumes: [text/plain]\n", "", "text/plain")]
    [InlineData("consumes: [text/plain]\n", "consumes: [a/b, c/d], ", "a/b c/d")]
    public void The_body_of_version_2_has_a_model_for_each_consumed_type(string root, string operation, string expected)
    {
        var method = Import.OnlyMethod(Swagger + root + "paths: {/a: {post: {" + operation + "parameters: [{name: b, in: body, schema: {$ref: '#/definitions/Pet'}}]}}}\ndefinitions: {Pet: {type: object}}");

        Assert.Equal(expected.Split(' ').Select(type => KeyValuePair.Create(type, "Pet")), method.RequestModels);
    }

    [Fact]
    public void The_body_of_version_3_has_a_model_for_each_of_its_types()
    {
        var method = Import.OnlyMethod(Import.WithOperation(
            "requestBody: {$ref: '#/components/requestBodies/B'}",
            "components:\n  requestBodies: {B: {content: {a/b: {schema: {$ref: '#/components/schemas/Pet'}}, c/d: {schema: {type: string}}, e/f: {}}}}\n  schemas: {Pet: {type: object}}"));

        Assert.Equal(["a/b", "c/d"], method.RequestModels.Keys);
        Assert.Equal("Pet", method.RequestModels["a/b"]);
        Assert.Matches("^MODEL[a-z0-9]{6}$", method.RequestModels["c/d"]);
    }

    [Fact]
    public void Answers_become_method_responses()
    {
        var method = Import.OnlyMethod(Swagger + "produces: [text/plain]\npaths: {/a: {get: {responses: {200: {headers: {X-A: {type: string}}, schema: {$ref: '#/definitions/Pet'}}, 404: {$ref: '#/responses/No'}}}}}\nresponses: {No: {description: d}}\ndefinitions: {Pet: {type: object}}");

        Assert.Equal("Pet", method.MethodResponses["200"].ResponseModels!["text/plain"]);
        Assert.False(method.MethodResponses["200"].ResponseParameters!["method.response.header.X-A"]);
        Assert.Null(method.MethodResponses["404"].ResponseModels);
        Assert.Null(method.MethodResponses["404"].ResponseParameters);
    }

    [Theory]
    [InlineData("default", "6:19 /paths/~1pets/get/responses/default: API Gateway ignores the response 'default': a method response has one status code")]
    [InlineData("4XX", "6:19 /paths/~1pets/get/responses/4XX: API Gateway ignores the response '4XX': a method response has one status code")]
    public void An_answer_without_one_status_is_ignored(string status, string expected) =>
        Assert.Equal([expected], Import.Warnings(Import.WithOperation($"responses: {{{status}: {{}}}}")));

    [Fact]
    public void An_answer_has_a_status_of_three_digits() =>
        Assert.Equal(
            [@"6:19 /paths/~1pets/get/responses/600: Value '600' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d"],
            Import.Errors(Import.WithOperation("responses: {600: {}}")));

    [Fact]
    public void An_operation_without_an_integration_is_a_method_without_one() => Assert.Null(Import.OnlyMethod(Import.WithOperation("operationId: x")).Integration);

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("put", "PUT")]
    [InlineData("post", "POST")]
    [InlineData("delete", "DELETE")]
    [InlineData("options", "OPTIONS")]
    [InlineData("head", "HEAD")]
    [InlineData("patch", "PATCH")]
    [InlineData("x-amazon-apigateway-any-method", "ANY")]
    public void Each_operation_is_a_method(string verb, string expected) =>
        Assert.Equal(expected, Import.OnlyMethod(Import.WithOperation("operationId: x", verb: verb)).HttpMethod);
}
