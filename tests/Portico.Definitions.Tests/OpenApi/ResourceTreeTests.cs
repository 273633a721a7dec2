namespace Portico.Definitions.Tests.OpenApi;

public class ResourceTreeTests
{
    private const string Head = "openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths:\n";
    private const string BadPart = "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";

    [Fact]
    public void Intermediate_resources_are_made()
    {
        var api = Import.Api(Head + "  /a/{b}/c: {get: {}}");

        var leaf = api.Resources.Values.Single(resource => resource.Path == "/a/{b}/c");
        var middle = api.Resources[leaf.ParentId!];
        Assert.Equal(("c", "{b}", "/a/{b}"), (leaf.PathPart, middle.PathPart, middle.Path));
        Assert.Equal(api.Api.RootResourceId, api.Resources[middle.ParentId!].ParentId);
        Assert.Empty(middle.Methods);
        Assert.Null(api.Root.PathPart);
    }

    [Fact]
    public void A_trailing_slash_is_left_out() =>
        Assert.Equal(["/", "/a"], Import.Api(Head + "  /a/: {get: {}}").Resources.Values.Select(resource => resource.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("  /pets: {}\n  /pets/: {}", "5:3 /paths/~1pets~1: '/pets/' is the same resource as '/pets' in line 4; a trailing slash makes no difference, so write the path once")]
    [InlineData("  /pets: {}\n  /pets: {}", "5:3 /paths/~1pets: the key '/pets' already stands at line 4, column 3; a mapping holds each key once")]
    [InlineData("  /a/{x}: {}\n  /a/{y}/b: {}", "5:3 /paths/~1a~1{y}~1b: Unable to create resource at path '/a/{y}': A sibling ({x}) of this resource already has a variable path part -- only one is allowed")]
    [InlineData("  /a/{x}: {}\n  /a/{y+}: {}", "5:3 /paths/~1a~1{y+}: Unable to create resource at path '/a/{y+}': A sibling ({x}) of this resource already has a variable path part -- only one is allowed")]
    [InlineData("  /{proxy+}/a: {}", "4:3 /paths/~1{proxy+}~1a: Unable to create resource at path '/{proxy+}/a': Cannot create a child of a resource with a greedy path variable: {proxy+}")]
    [InlineData("  /a b: {}", "4:3 /paths/~1a b: Unable to create resource at path '/a b': " + BadPart)]
    [InlineData("  /a$: {}", "4:3 /paths/~1a$: Unable to create resource at path '/a$': " + BadPart)]
    [InlineData("  /a{x}: {}", "4:3 /paths/~1a{x}: Unable to create resource at path '/a{x}': " + BadPart)]
    [InlineData("  /{}: {}", "4:3 /paths/~1{}: Unable to create resource at path '/{}': " + BadPart)]
    [InlineData("  /a//b: {}", "4:3 /paths/~1a~1~1b: Unable to create resource at path '/a/': " + BadPart)]
    [InlineData("  /a: nothing", "4:7 /paths/~1a: '/a' is a text ('nothing'); a mapping belongs here")]
    [InlineData("  /a: {$ref: '#/x'}", "4:14 /paths/~1a/$ref: Unable to resolve the $ref '#/x': nothing stands there in this document")]
    [InlineData("  /a: {$ref: 'other.yaml#/x'}", "4:14 /paths/~1a/$ref: Unable to resolve the $ref 'other.yaml#/x': an import is one document; write a JSON pointer that begins with '#/'")]
    [InlineData("  /a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}", "4:14 /paths/~1a/$ref: the $ref '#/paths/~1b' leads back to itself")]
    public void A_path_that_AWS_would_not_take_is_refused(string paths, string expected) => Assert.Equal(expected, Import.Errors(Head + paths)[0]);

    [Theory]
    [InlineData("trace: {}", "5:5 /paths/~1a/trace: API Gateway ignores 'trace' of a path")]
    [InlineData("servers: []", "5:5 /paths/~1a/servers: API Gateway ignores 'servers' of a path")]
    [InlineData("gett: {}", "5:5 /paths/~1a/gett: 'gett' is not an operation of a path, and API Gateway ignores it; use one of delete, get, head, options, patch, post, put, x-amazon-apigateway-any-method")]
    [InlineData("x-amazon-apigateway-integration: {}", "5:5 /paths/~1a/x-amazon-apigateway-integration: 'x-amazon-apigateway-integration' does not belong here, and API Gateway ignores it; it stands on an operation")]
    [InlineData("get: {callbacks: {}}", "5:11 /paths/~1a/get/callbacks: API Gateway ignores 'callbacks' of an operation")]
    [InlineData("get: {respones: {}}", "5:11 /paths/~1a/get/respones: 'respones' is not a member of an operation, and API Gateway ignores it")]
    [InlineData("get: {x-amazon-apigateway-Integration: {}}", "5:11 /paths/~1a/get/x-amazon-apigateway-Integration: 'x-amazon-apigateway-Integration' is not an extension of API Gateway, which ignores it; write 'x-amazon-apigateway-integration'")]
    public void What_AWS_ignores_is_said(string member, string expected) => Assert.Equal([expected], Import.Warnings(Head + "  /a:\n    " + member));

    [Fact]
    public void Own_extensions_and_documentation_are_left_in_silence() =>
        Assert.Empty(Import.Read(Head + "  x-own: 1\n  /a: {x-own: 1, summary: s, get: {x-own: 1, summary: s, description: d, tags: [t], deprecated: true, externalDocs: {}}}\nx-own: 1").Findings);
}
