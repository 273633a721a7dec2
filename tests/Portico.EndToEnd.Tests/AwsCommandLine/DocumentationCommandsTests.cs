using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>What is said about an API, its versions, and the exports that publish it.</summary>
public sealed class DocumentationCommandsTests(SharedServer shared)
{
    private const string Swagger =
        """{"swagger":"2.0","info":{"title":"t","version":"1"},"x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"METHOD","path":"/","method":"GET"},"properties":{"summary":"imported"}}]}}""";

    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_part_is_made_changed_listed_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("parts");
        var made = (await Aws.CallAsync("create-documentation-part", "--rest-api-id", id, "--location", "type=API", "--properties", """{"description":"a"}""")).Text("id");
        string[] part = ["--rest-api-id", id, "--documentation-part-id", made];

        await Aws.CallAsync(["update-documentation-part", .. part, "--patch-operations", """[{"op":"replace","path":"/properties","value":"{\"description\":\"b\"}"}]"""]);

        Assert.Equal("""{"description":"b"}""", (await Aws.CallAsync(["get-documentation-part", .. part])).Text("properties"));
        Assert.Equal([made], (await Aws.CallAsync("get-documentation-parts", "--rest-api-id", id, "--type", "API")).Each("items", "id"));
        Assert.Empty((await Aws.CallAsync("get-documentation-parts", "--rest-api-id", id, "--type", "METHOD")).Each("items", "id"));
        Assert.Contains("(ConflictException)", await Aws.FailAsync("create-documentation-part", "--rest-api-id", id, "--location", "type=API", "--properties", "{}"), StringComparison.Ordinal);
        await Aws.CallAsync(["delete-documentation-part", .. part]);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync(["get-documentation-part", .. part]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stage_publishes_stands_in_its_export()
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("published");
        await shared.Server.Api.PutMockAsync(id, root, "ok");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");
        folder.Write("parts.json", Swagger);
        Assert.Single((await Aws.CallAsync("import-documentation-parts", "--rest-api-id", id, "--mode", "overwrite", "--body", $"fileb://{folder.Path}/parts.json")).At("ids")!.AsArray());
        await Aws.CallAsync("create-documentation-version", "--rest-api-id", id, "--documentation-version", "1.0", "--stage-name", "prod");
        Assert.Equal(["1.0"], (await Aws.CallAsync("get-documentation-versions", "--rest-api-id", id)).Each("items", "version"));

        var file = Path.Combine(folder.Path, "out.json");
        var answer = await Aws.CallAsync("get-export", "--rest-api-id", id, "--stage-name", "prod", "--export-type", "swagger", "--parameters", """{"extensions":"integrations,documentation"}""", file);

        Assert.Equal(("application/octet-stream", "attachment; filename=\"swagger_1.0.json\""), (answer.Text("contentType"), answer.Text("contentDisposition")));
        var export = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.Equal("imported", (string?)export["paths"]!["/"]!["get"]!["summary"]);
        Assert.NotNull(export["x-amazon-apigateway-documentation"]);
        Assert.Contains("(ConflictException)", await Aws.FailAsync("delete-documentation-version", "--rest-api-id", id, "--documentation-version", "1.0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "Unable to build importer with provided input.")]
    [InlineData("""{"swagger":"2.0","x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"API","name":"x"},"properties":{}}]}}""", "a location of type API has no name")]
    public async Task A_file_that_cannot_be_imported_is_refused(string text, string message)
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        folder.Write("parts.json", text);
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("refused");

        Assert.Contains(message, await Aws.FailAsync("import-documentation-parts", "--rest-api-id", id, "--body", $"fileb://{folder.Path}/parts.json"), StringComparison.Ordinal);
    }
}
