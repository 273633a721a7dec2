using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Resources;

public sealed class ResourceOperationsTests
{
    [Fact]
    public async Task The_root_has_no_parent_and_no_name_of_its_own()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();

        Assert.Equal("""{"id":"a000000002","path":"/"}""", (await plane.Call("GET", root)).Json);
    }

    [Fact]
    public async Task A_resource_stands_under_its_parent()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();

        var answer = await plane.Call("POST", root, """{"pathPart":"pets"}""");

        Assert.Equal((201, """{"id":"a00005","parentId":"a000000002","pathPart":"pets","path":"/pets"}"""), (answer.Status, answer.Json));
    }

    [Fact]
    public async Task The_list_is_ordered_by_path_and_shows_that_methods_exist()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewMockApi();
        await plane.Done("POST", root, """{"pathPart":"zoo"}""");
        await plane.Done("POST", root, """{"pathPart":"ants"}""");

        var items = (await plane.Done("GET", $"{api}/resources"))["item"]!.AsArray();

        Assert.Equal("/,/ants,/zoo", string.Join(',', items.Select(item => (string?)item!["path"])));
        Assert.Equal("""{"GET":{}}""", items[0]!["resourceMethods"]!.ToJsonString());
    }

    [Fact]
    public async Task Embedded_methods_are_whole()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewMockApi();

        foreach (var resource in new[] { (await plane.Done("GET", $"{api}/resources?embed=methods"))["item"]![0]!, await plane.Done("GET", $"{root}?embed=methods") })
        {
            Assert.Equal("MOCK", (string?)resource["resourceMethods"]!["GET"]!["methodIntegration"]!["type"]);
        }
    }

    [Fact]
    public async Task Renaming_and_moving_change_the_paths_below()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var a = (string)(await plane.Done("POST", root, """{"pathPart":"a"}"""))["id"]!;
        var b = (string)(await plane.Done("POST", $"{api}/resources/{a}", """{"pathPart":"{b}"}"""))["id"]!;
        var c = (string)(await plane.Done("POST", root, """{"pathPart":"c"}"""))["id"]!;

        await plane.Patch($"{api}/resources/{a}", Op("replace", "/pathPart", "x"), Op("replace", "/parentId", c));

        Assert.Equal("/c/x/{b}", (string?)(await plane.Done("GET", $"{api}/resources/{b}"))["path"]);
        (await plane.Patch($"{api}/resources/{c}", Op("replace", "/parentId", b))).RefusesBadRequest("Resources cannot be cyclical.");
    }

    [Fact]
    public async Task Deleting_takes_the_subtree_along()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var a = (string)(await plane.Done("POST", root, """{"pathPart":"a"}"""))["id"]!;
        var b = (string)(await plane.Done("POST", $"{api}/resources/{a}", """{"pathPart":"b"}"""))["id"]!;

        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/resources/{a}")).Status);
        (await plane.Call("GET", $"{api}/resources/{b}")).RefusesNotFound("Invalid Resource identifier specified");
    }

    [Theory]
    [InlineData("pets", 409, "ConflictException", "Another resource with the same parent already has this name: pets")]
    [InlineData("{other}", 400, "BadRequestException", "A sibling ({id}) of this resource already has a variable path part -- only one is allowed")]
    [InlineData("", 400, "BadRequestException", "Resource's path part must be specified")]
    [InlineData("a/b", 400, "BadRequestException", "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")]
    public async Task A_child_that_may_not_stand_there_is_refused(string pathPart, int status, string code, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();
        await plane.Done("POST", root, """{"pathPart":"pets"}""");
        await plane.Done("POST", root, """{"pathPart":"{id}"}""");

        (await plane.Call("POST", root, $$"""{"pathPart":"{{pathPart}}"}""")).Refuses(status, code, message);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{x}")]
    public async Task Nothing_stands_under_a_greedy_variable(string pathPart)
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var greedy = (string)(await plane.Done("POST", root, """{"pathPart":"{proxy+}"}"""))["id"]!;

        (await plane.Call("POST", $"{api}/resources/{greedy}", $$"""{"pathPart":"{{pathPart}}"}"""))
            .RefusesBadRequest("Cannot create a child of a resource with a greedy path variable: {proxy+}");
    }

    [Theory]
    [InlineData("replace", "/invalid", "x", 400, "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]")]
    [InlineData("remove", "/pathPart", null, 400, "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations")]
    [InlineData("add", "/pathPart", "x", 400, "Invalid patch path  '/pathPart' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace", "/parentId", "nothere", 404, "Invalid Resource identifier specified")]
    public async Task A_patch_of_a_child_that_may_not_be_is_refused(string op, string path, string? value, int status, string message)
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var child = (string)(await plane.Done("POST", root, """{"pathPart":"pets"}"""))["id"]!;

        var answer = await plane.Patch($"{api}/resources/{child}", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("/pathPart", "Root resource cannot update its pathPart.")]
    [InlineData("/parentId", "Root resource cannot update its parentId.")]
    public async Task The_root_stays_where_it_is(string path, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();

        (await plane.Patch(root, Op("replace", path, "x"))).RefusesBadRequest(message);
    }

    [Theory]
    [InlineData("GET", "/restapis/nothere/resources")]
    [InlineData("GET", "/restapis/nothere/resources/x")]
    [InlineData("POST", "/restapis/nothere/resources/x")]
    [InlineData("DELETE", "/restapis/a000000001/resources/x")]
    [InlineData("PUT", "/restapis/nothere/resources/x/methods/WRONG")]
    public async Task An_unknown_API_reads_as_an_unknown_resource(string method, string path)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        (await plane.Call(method, path, """{"pathPart":"x","authorizationType":"NONE"}""")).RefusesNotFound("Invalid Resource identifier specified");
    }
}
