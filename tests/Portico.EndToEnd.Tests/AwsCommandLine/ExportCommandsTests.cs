using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Definitions out of a stage and in again, templates of models, caches.</summary>
public sealed class ExportCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Theory]
    [InlineData("swagger", "application/json")]
    [InlineData("swagger", "application/yaml")]
    [InlineData("oas30", "application/json")]
    [InlineData("oas30", "application/yaml")]
    public async Task What_is_exported_serves_alike_when_it_is_imported(string type, string accepts)
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("exported");
        await shared.Server.Api.PutMockAsync(id, root, "the same");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");
        var file = Path.Combine(folder.Path, "api");
        await Aws.CallAsync("get-export", "--rest-api-id", id, "--stage-name", "prod", "--export-type", type, "--accepts", accepts, "--parameters", "extensions=apigateway", file);

        var copy = (await Aws.CallAsync("import-rest-api", "--fail-on-warnings", "--body", $"fileb://{file}")).Text("id");
        await Aws.CallAsync("create-deployment", "--rest-api-id", copy, "--stage-name", "prod");

        Assert.EndsWith("the same", await Curl.GetAsync(shared.Server.Invoke(copy, "prod", "/").ToString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wsdl", "Invalid export type 'wsdl' specified", "prod")]
    [InlineData("oas30", "Invalid stage identifier specified", "nothere")]
    public async Task An_export_that_may_not_be_is_refused(string type, string message, string stage)
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("refused");
        await shared.Server.Api.PutMockAsync(id, root, "ok");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        Assert.Contains(
            message, await Aws.FailAsync("get-export", "--rest-api-id", id, "--stage-name", stage, "--export-type", type, Path.Combine(folder.Path, "api")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caches_of_a_stage_are_flushed()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("flushed");
        await shared.Server.Api.PutMockAsync(id, root, "ok");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        await Aws.CallAsync("flush-stage-cache", "--rest-api-id", id, "--stage-name", "prod");
        await Aws.CallAsync("flush-stage-authorizers-cache", "--rest-api-id", id, "--stage-name", "prod");
        Assert.Contains("(NotFoundException)", await Aws.FailAsync("flush-stage-cache", "--rest-api-id", id, "--stage-name", "nothere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_made_of_a_model()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("templates");

        Assert.Equal(
            "#set($inputRoot = $input.path('$'))\n{\n  \"message\" : \"$inputRoot.message\"\n}",
            (await Aws.CallAsync("get-model-template", "--rest-api-id", id, "--model-name", "Error")).Text("value"));
        Assert.Contains("Error Schema", (await Aws.CallAsync("get-model", "--rest-api-id", id, "--model-name", "Error", "--flatten")).Text("schema"), StringComparison.Ordinal);
    }
}
