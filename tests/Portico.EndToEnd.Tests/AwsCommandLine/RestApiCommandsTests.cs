using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

public sealed class RestApiCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_rest_api_is_created_shown_changed_and_deleted()
    {
        var created = await Aws.CallAsync("create-rest-api", "--name", "books", "--description", "All books", "--tags", "team=shelf");
        var id = created.Text("id");
        Assert.Equal("books", created.Text("name"));

        var shown = await Aws.CallAsync("get-rest-api", "--rest-api-id", id);
        Assert.Equal("All books", shown.Text("description"));
        Assert.Equal("shelf", shown.Text("tags.team"));

        var changed = await Aws.CallAsync("update-rest-api", "--rest-api-id", id, "--patch-operations", "op=replace,path=/name,value=novels", "op=add,path=/binaryMediaTypes/image~1png");
        Assert.Equal("novels", changed.Text("name"));
        Assert.Equal("image/png", changed.Text("binaryMediaTypes.0"));

        await Aws.CallAsync("delete-rest-api", "--rest-api-id", id);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync("get-rest-api", "--rest-api-id", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_paged_by_the_server_and_cut_by_the_client()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("paged");
        foreach (var part in (string[])["a", "b", "c", "d"]) await shared.Server.Api.PostAsync($"/restapis/{id}/resources/{root}", $$"""{"pathPart":"{{part}}"}""");

        var whole = await Aws.CallAsync("get-resources", "--rest-api-id", id, "--page-size", "2");
        Assert.Equal(["/", "/a", "/b", "/c", "/d"], whole.Each("items", "path").Order(StringComparer.Ordinal));

        var first = await Aws.CallAsync("get-resources", "--rest-api-id", id, "--max-items", "3");
        var rest = await Aws.CallAsync("get-resources", "--rest-api-id", id, "--max-items", "3", "--starting-token", first.Text("NextToken"));
        Assert.Equal((3, 2), (first.Each("items", "path").Count(), rest.Each("items", "path").Count()));
        Assert.Equal(5, first.Each("items", "path").Union(rest.Each("items", "path")).Count());
        Assert.Null(rest.At("NextToken"));
    }

    [Fact]
    public async Task Tags_are_set_and_taken_away_by_the_arn()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("tagged");
        var arn = $"arn:aws:apigateway:{AwsCli.Region}::/restapis/{id}";

        await Aws.CallAsync("tag-resource", "--resource-arn", arn, "--tags", "a=1,b=2");
        await Aws.CallAsync("untag-resource", "--resource-arn", arn, "--tag-keys", "a");

        Assert.Equal("""{"b":"2"}""", (await Aws.CallAsync("get-tags", "--resource-arn", arn)).At("tags")!.ToJsonString());
    }
}
