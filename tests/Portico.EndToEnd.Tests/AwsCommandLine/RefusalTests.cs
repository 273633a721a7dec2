using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>What the CLI shows when a call is refused: scripts read these words.</summary>
public sealed class RefusalTests(SharedServer shared)
{
    [Fact]
    public async Task An_absent_api_is_not_found()
    {
        var shown = await shared.Aws.FailAsync("get-rest-api", "--rest-api-id", "nonenonono");

        Assert.Equal("An error occurred (NotFoundException) when calling the GetRestApi operation: Invalid API identifier specified 000000000000:nonenonono", shown);
    }

    [Fact]
    public async Task A_second_sibling_of_the_same_name_is_a_conflict()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("conflict");
        await shared.Server.Api.PostAsync($"/restapis/{id}/resources/{root}", """{"pathPart":"a"}""");

        var shown = await shared.Aws.FailAsync("create-resource", "--rest-api-id", id, "--parent-id", root, "--path-part", "a");

        Assert.StartsWith("An error occurred (ConflictException) when calling the CreateResource operation: ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_without_methods_is_not_deployed()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("empty");

        var shown = await shared.Aws.FailAsync("create-deployment", "--rest-api-id", id);

        Assert.Equal("An error occurred (BadRequestException) when calling the CreateDeployment operation: The REST API doesn't contain any methods", shown);
    }

    [Fact]
    public async Task An_operation_that_is_not_there_yet_is_named()
    {
        var outcome = await shared.Aws.RunAsync("iam", "list-groups");

        Assert.Contains("An error occurred (UnsupportedOperation) when calling the ListGroups operation: The operation ListGroups is not available in this version of Portico", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sns", "list-topics")]
    [InlineData("sqs", "list-queues")]
    public async Task A_service_that_is_not_there_is_named(string service, string operation)
    {
        var outcome = await shared.Aws.RunAsync(service, operation);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains($"The service {service} is not available in this version of Portico", outcome.Errors, StringComparison.Ordinal);
    }
}
