using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.DomainNames;

public sealed class BasePathMappingOperationsTests
{
    private const string Mappings = "/domainnames/api.example.com/basepathmappings";

    [Theory]
    [InlineData("", "(none)")]
    [InlineData(""","basePath":"" """, "(none)")]
    [InlineData(""","basePath":"(none)" """, "(none)")]
    [InlineData(""","basePath":"v1" """, "v1")]
    [InlineData(""","basePath":"orders/v1" """, "orders/v1")]
    [InlineData(""","basePath":"$-_.+!*'()" """, "$-_.+!*'()")]
    public async Task A_mapping_has_a_base_path_or_the_root(string more, string basePath)
    {
        var (plane, api) = await WithDomain();

        var made = await plane.Call("POST", Mappings, $$"""{"restApiId":"{{api}}","stage":"dev"{{more}}}""");

        var expected = JsonNode.Parse($$"""{"basePath":"{{basePath}}","restApiId":"{{api}}","stage":"dev"}""")!.ToJsonString();
        Assert.Equal((201, expected), (made.Status, made.Json));
        Assert.Equal(expected, (await plane.Call("GET", $"{Mappings}/{Uri.EscapeDataString(basePath)}")).Json);
        Assert.Equal($$"""{"item":[{{expected}}]}""", (await plane.Call("GET", Mappings)).Json);
        Assert.Equal(202, (await plane.Call("DELETE", $"{Mappings}/{Uri.EscapeDataString(basePath)}")).Status);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", Mappings)).Json);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","stage":"" """)]
    [InlineData(""","stage":"(none)" """)]
    public async Task A_mapping_without_a_stage_leaves_it_to_the_caller(string more)
    {
        var (plane, api) = await WithDomain();

        Assert.Equal($$"""{"basePath":"(none)","restApiId":"{{api}}"}""", (await plane.Call("POST", Mappings, $$"""{"restApiId":"{{api}}"{{more}}}""")).Json);
    }

    [Theory]
    [InlineData(""" "restApiId":"nothere" """, 400, "Invalid REST API identifier specified")]
    [InlineData(""" "restApiId":"API","stage":"nostage" """, 400, "Invalid stage identifier specified")]
    [InlineData(""" "restApiId":"API","basePath":"a//b" """, 400, "Invalid base path 'a//b' specified: use segments of letters, digits and $-_.+!*'() separated by single slashes, at most 300 characters")]
    [InlineData(""" "restApiId":"API","basePath":"ä" """, 400, "Invalid base path 'ä' specified: use segments of letters, digits and $-_.+!*'() separated by single slashes, at most 300 characters")]
    [InlineData(""" "restApiId":"API","basePath":"there" """, 409, "Base path already exists for this domain name")]
    [InlineData(""" "restApiId":"API" """, 409, "Only one base path mapping is allowed if the base path is empty.")]
    [InlineData(""" "stage":"dev" """, 400, "1 validation error detected: Value null at 'createBasePathMappingInput.restApiId' failed to satisfy constraint: Member must not be null")]
    public async Task A_mapping_that_cannot_be_is_refused(string body, int status, string message)
    {
        var (plane, api) = await WithDomain();
        await plane.Done("POST", Mappings, $$"""{"restApiId":"{{api}}","basePath":"there"}""");
        await plane.Done("POST", Mappings, $$"""{"restApiId":"{{api}}"}""");

        var answer = await plane.Call("POST", Mappings, $"{{{body.Replace("API", api, StringComparison.Ordinal)}}}");
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task Only_regional_names_have_base_paths_of_several_levels()
    {
        var (plane, api) = await WithDomain();
        await plane.Done("POST", "/domainnames", """{"domainName":"edge.example.com"}""");

        (await plane.Call("POST", "/domainnames/edge.example.com/basepathmappings", $$"""{"restApiId":"{{api}}","basePath":"a/b"}"""))
            .RefusesBadRequest("Base path 'a/b' has several levels, which only regional domain names can have");

        await plane.Done("POST", Mappings, $$"""{"restApiId":"{{api}}","basePath":"a/b"}""");
        Assert.Equal(400, (await plane.Patch("/domainnames/api.example.com", Op("replace", "/endpointConfiguration/types/0", "EDGE"))).Status);
    }

    [Theory]
    [InlineData("replace", "/basePath", "v2", """{"basePath":"v2","restApiId":"API","stage":"dev"}""")]
    [InlineData("replace", "/basepath", "(none)", """{"basePath":"(none)","restApiId":"API","stage":"dev"}""")]
    [InlineData("replace", "/stage", "", """{"basePath":"v1","restApiId":"API"}""")]
    [InlineData("replace", "/restapiId", "API", """{"basePath":"v1","restApiId":"API","stage":"dev"}""")]
    public async Task A_mapping_is_patched(string op, string path, string? value, string expected)
    {
        var (plane, api) = await WithDomain();
        await plane.Done("POST", Mappings, $$"""{"restApiId":"{{api}}","basePath":"v1","stage":"dev"}""");

        var answer = await plane.Patch($"{Mappings}/v1", Op(op, path, value == "API" ? api : value));

        Assert.Equal((200, expected.Replace("API", api, StringComparison.Ordinal)), (answer.Status, answer.Json));
        Assert.Single((await plane.Call("GET", Mappings)).Body!["item"]!.AsArray());
    }

    [Theory]
    [InlineData("replace", "/restapiId", "nothere", 400, "Invalid REST API identifier specified")]
    [InlineData("replace", "/stage", "nostage", 400, "Invalid stage identifier specified")]
    [InlineData("replace", "/basePath", "other", 409, "Base path already exists for this domain name")]
    [InlineData("add", "/basePath", "x", 400, "Invalid patch path  '/basePath' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace", "/domainName", "x", 400, "Invalid patch path  '/domainName' specified for op 'replace'. Must be one of: [/basePath, /restapiId, /stage]")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string value, int status, string message)
    {
        var (plane, api) = await WithDomain();
        foreach (var basePath in new[] { "v1", "other" }) await plane.Done("POST", Mappings, $$"""{"restApiId":"{{api}}","basePath":"{{basePath}}","stage":"dev"}""");

        var answer = await plane.Patch($"{Mappings}/v1", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task What_a_mapping_names_stays()
    {
        var (plane, api) = await WithDomain();
        await plane.Done("POST", Mappings, $$"""{"restApiId":"{{api}}","basePath":"v1","stage":"dev"}""");

        (await plane.Call("DELETE", $"/restapis/{api}"))
            .RefusesBadRequest($"Deleting RestApi {api} failed. Please remove all base path mappings related to the RestApi in your domains: api.example.com");
        (await plane.Call("DELETE", $"/restapis/{api}/stages/dev"))
            .RefusesBadRequest("Deleting stage dev failed. Please remove all base path mappings related to the stage in your domains: api.example.com");

        await plane.Done("DELETE", "/domainnames/api.example.com");
        Assert.Equal(202, (await plane.Call("DELETE", $"/restapis/{api}/stages/dev")).Status);
        Assert.Equal(202, (await plane.Call("DELETE", $"/restapis/{api}")).Status);
    }

    [Theory]
    [InlineData("GET", "/domainnames/nothere.example.com/basepathmappings", "Invalid domain name identifier specified")]
    [InlineData("GET", "/domainnames/nothere.example.com/basepathmappings/v1", "Invalid domain name identifier specified")]
    [InlineData("POST", "/domainnames/nothere.example.com/basepathmappings", "Invalid domain name identifier specified")]
    [InlineData("GET", Mappings + "/v1", "Invalid base path mapping identifier specified")]
    [InlineData("PATCH", Mappings + "/v1", "Invalid base path mapping identifier specified")]
    [InlineData("DELETE", Mappings + "/v1", "Invalid base path mapping identifier specified")]
    public async Task What_is_missing_is_named(string method, string path, string message)
    {
        var (plane, api) = await WithDomain();
        (await plane.Call(method, path, method == "POST" ? $$"""{"restApiId":"{{api}}"}""" : "")).RefusesNotFound(message);
    }

    private static async Task<(ControlPlane Plane, string ApiId)> WithDomain()
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com","endpointConfiguration":{"types":["REGIONAL"]}}""");
        return (plane, api.Split('/')[^1]);
    }
}
