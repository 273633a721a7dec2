using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Definitions brought in by <c>import-rest-api</c> and <c>put-rest-api</c>.</summary>
public sealed class DefinitionCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task The_pet_store_is_imported_deployed_with_stage_variables_and_called()
    {
        var id = (await Aws.CallAsync("import-rest-api", "--body", $"fileb://{Repository.PetStore}")).Text("id");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "dev", "--variables", $"backend={shared.Backend.Address}");

        Assert.Contains("Rex", await Curl.GetAsync(shared.Server.Invoke(id, "dev", "/pets").ToString()), StringComparison.Ordinal);
        Assert.EndsWith("GET /pets/7", await Curl.GetAsync(shared.Server.Invoke(id, "dev", "/pets/7").ToString()), StringComparison.Ordinal);
        Assert.EndsWith("DELETE /carts/1", await Curl.GetAsync(shared.Server.Invoke(id, "dev", "/shop/carts/1").ToString(), "--request", "DELETE"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_merges_a_definition_or_puts_it_in_the_place_of_what_was_there()
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var id = (await Aws.CallAsync("import-rest-api", "--body", $"fileb://{folder.Write("one.yaml", Definitions.Mock("one", "/one", "1"))}")).Text("id");

        await Aws.CallAsync("put-rest-api", "--rest-api-id", id, "--mode", "merge", "--body", $"fileb://{folder.Write("two.yaml", Definitions.Mock("two", "/two", "2"))}");
        Assert.Equal(["/", "/one", "/two"], await PathsAsync());

        await Aws.CallAsync("put-rest-api", "--rest-api-id", id, "--mode", "overwrite", "--body", $"fileb://{folder.Write("three.yaml", Definitions.Mock("three", "/three", "3"))}");
        Assert.Equal(["/", "/three"], await PathsAsync());

        async Task<IEnumerable<string>> PathsAsync() => (await Aws.CallAsync("get-resources", "--rest-api-id", id)).Each("items", "path").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Everything_that_stands_against_a_definition_is_said_at_once()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("broken.yaml", """
            openapi: 3.0.1
            info: { title: broken, version: "1" }
            paths:
              /a:
                get:
                  responses: { "200": { description: ok } }
                  x-amazon-apigateway-integration: { type: HTPP }
              /b:
                post:
                  requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Nowhere" } } } }
                  responses: { "200": { description: ok } }
                  x-amazon-apigateway-integration: { type: mock }
            """);

        var shown = await Aws.FailAsync("import-rest-api", "--body", $"fileb://{file}");

        Assert.StartsWith("An error occurred (BadRequestException) when calling the ImportRestApi operation: Errors found during import:", shown, StringComparison.Ordinal);
        Assert.Contains("'HTPP' is not an integration type", shown, StringComparison.Ordinal);
        Assert.Contains("Unable to resolve the $ref '#/components/schemas/Nowhere'", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_definition_at_all_is_refused()
    {
        using var folder = new TemporaryFolder();

        var shown = await Aws.FailAsync("import-rest-api", "--body", $"fileb://{folder.Write("text.yaml", "openapi: [")}");

        Assert.StartsWith("An error occurred (BadRequestException) when calling the ImportRestApi operation: ", shown, StringComparison.Ordinal);
    }
}
