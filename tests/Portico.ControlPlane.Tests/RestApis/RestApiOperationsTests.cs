using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.RestApis;

public sealed class RestApiOperationsTests
{
    [Fact]
    public async Task An_API_with_a_name_only_has_AWSs_defaults()
    {
        var plane = await StartAsync();

        var answer = await plane.Call("POST", "/restapis", """{"name":"pets"}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal(
            $$"""{"id":"a000000001","name":"pets","createdDate":{{Now}},"apiKeySource":"HEADER","endpointConfiguration":{"types":["EDGE"],"ipAddressType":"ipv4"},"disableExecuteApiEndpoint":false,"rootResourceId":"a000000002"}""",
            answer.Json);
    }

    [Theory]
    [InlineData("""{"name":"x","description":"","endpointConfiguration":{"types":[]}}""", "Description cannot be an empty string")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":[]}}""", "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":["EDGE","REGIONAL"]}}""", "Cannot create an api with multiple Endpoint Types.")]
    [InlineData("""{"name":"x","endpointConfiguration":{"types":["PRIVATE"],"ipAddressType":"ipv4"}}""", "Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData("""{"name":"x","minimumCompressionSize":-1}""", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("""{"name":"x","policy":"{}"}""", "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")]
    [InlineData("""{"name":"x","securityPolicy":"TLS_1_2"}""", "This version of Portico does not enforce TLS security policies of an API (securityPolicy), so it does not store them; remove them from the request")]
    public async Task An_API_that_may_not_be_is_refused(string body, string message)
    {
        var plane = await StartAsync();

        (await plane.Call("POST", "/restapis", body)).RefusesBadRequest(message);
        Assert.Empty(plane.Catalog.RestApis);
    }

    [Theory]
    [InlineData("""{"name":"x","endpointConfiguration":{"ipAddressType":"wrong","types":["wrong"]}}""",
        "2 validation errors detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; "
        + "Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]")]
    [InlineData("""{"name":"x","description":"","endpointConfiguration":{"ipAddressType":"","types":["wrong"]}}""",
        "1 validation error detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]")]
    public async Task Values_that_the_model_does_not_know_are_refused_first(string body, string message) =>
        (await (await StartAsync()).Call("POST", "/restapis", body)).Refuses(400, "ValidationException", message);

    [Theory]
    [InlineData(""","endpointConfiguration":{}""", "EDGE", "ipv4")]
    [InlineData(""","endpointConfiguration":{"types":["EDGE"],"ipAddressType":"dualstack"}""", "EDGE", "dualstack")]
    [InlineData(""","endpointConfiguration":{"types":["REGIONAL"]}""", "REGIONAL", "ipv4")]
    [InlineData(""","endpointConfiguration":{"types":["PRIVATE"]}""", "PRIVATE", "dualstack")]
    public async Task The_address_family_follows_the_endpoint(string more, string type, string family)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi(more);

        var endpoint = (await plane.Done("GET", api))["endpointConfiguration"]!;
        Assert.Equal((type, family), ((string?)endpoint["types"]![0], (string?)endpoint["ipAddressType"]));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task An_unknown_API_is_named_with_the_account(string method) =>
        (await (await StartAsync()).Call(method, "/restapis/nothere")).RefusesNotFound($"Invalid API identifier specified {Account}:nothere");

    [Fact]
    public async Task A_deleted_API_is_gone()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Call("DELETE", api);

        Assert.Equal((202, ""), (answer.Status, answer.Json));
        Assert.Equal(404, (await plane.Call("GET", api)).Status);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        var plane = await StartAsync();
        for (var i = 0; i < 5; i++) await plane.NewApi();

        var names = new List<string>();
        JsonNode? position = null;
        do
        {
            var page = await plane.Done("GET", "/restapis?limit=2" + (position is null ? "" : $"&position={Uri.EscapeDataString((string)position!)}"));
            names.AddRange(page["item"]!.AsArray().Select(api => (string)api!["id"]!));
            position = page["position"];
        }
        while (position is not null);

        Assert.Equal(5, names.Distinct().Count());
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task A_clone_has_all_of_its_source_but_its_id()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewMockApi(""","description":"first" """);
        await plane.Done("POST", $"{api}/models", """{"name":"Pet","contentType":"application/json","schema":"{\"$ref\":\"https://apigateway.amazonaws.com/restapis/a000000001/models/Empty\"}"}""");

        var clone = await plane.Done("POST", "/restapis", """{"name":"copy","cloneFrom":"a000000001"}""");

        Assert.Equal(("copy", "first"), ((string?)clone["name"], (string?)clone["description"]));
        Assert.Contains($"/{clone["id"]}/models/Empty", (string?)(await plane.Done("GET", $"/restapis/{clone["id"]}/models/Pet"))["schema"], StringComparison.Ordinal);
        Assert.Equal(200, (await plane.Call("GET", $"/restapis/{clone["id"]}/resources/{clone["rootResourceId"]}/methods/GET")).Status);
    }

    [Theory]
    [InlineData("add", "/binaryMediaTypes/image~1png", null, """["a/a","b/b","image/png"]""")]
    [InlineData("add", "/binaryMediaTypes/-", null, """["a/a","b/b","-"]""")]
    [InlineData("replace", "/binaryMediaTypes/a~1a", "image/gif", """["b/b","image/gif"]""")]
    [InlineData("remove", "/binaryMediaTypes/a~1a", null, """["b/b"]""")]
    public async Task Binary_media_types_are_a_set_addressed_by_its_members(string op, string path, string? value, string types)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi(""","binaryMediaTypes":["a/a","b/b"]""");

        Assert.Equal(types, (await plane.Patch(api, Op(op, path, value))).Body!["binaryMediaTypes"]!.ToJsonString());
    }

    [Fact]
    public async Task An_update_shows_tags_even_when_there_are_none()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi(""","description":"x" """);

        var answer = await plane.Patch(api, Op("remove", "/description"));

        Assert.Equal((200, "{}"), (answer.Status, answer.Body!["tags"]!.ToJsonString()));
        Assert.Null(answer.Body["description"]);
    }

    [Theory]
    [InlineData("/endpointConfiguration/types/0", "PRIVATE", "PRIVATE", "dualstack")]
    [InlineData("/endpointConfiguration/types/EDGE", "REGIONAL", "REGIONAL", "ipv4")]
    public async Task The_endpoint_type_is_patched_by_index_or_name(string path, string value, string type, string family)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var endpoint = (await plane.Patch(api, Op("replace", path, value))).Body!["endpointConfiguration"]!;
        Assert.Equal((type, family), ((string?)endpoint["types"]![0], (string?)endpoint["ipAddressType"]));
    }

    [Theory]
    [InlineData("add", "/binaryMediaTypes", "a/b", "Invalid patch path /binaryMediaTypes")]
    [InlineData("remove", "/binaryMediaTypes", null, "Invalid patch path /binaryMediaTypes")]
    [InlineData("replace", "/wrong", "x", "Invalid patch path /wrong")]
    [InlineData("replace", null, "x", "Invalid patch path null")]
    [InlineData("add", "/name", "x", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace", "/name", "", "Name cannot be empty")]
    [InlineData("replace", "/minimumCompressionSize", "10485761", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("replace", "/minimumCompressionSize", "much", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("replace", "/endpointConfiguration/ipAddressType", "wrong", "ipAddressType must be either ipv4 or dualstack.")]
    [InlineData("remove", "/endpointConfiguration/ipAddressType", null, "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace", "/endpointConfiguration/types/0", "wrong", "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE")]
    [InlineData("move", "/endpointConfiguration/types/0", "REGIONAL", "Invalid patch operation specified. Must be 'add'|'remove'|'replace'")]
    [InlineData("replace", "/policy", "{}", "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.")]
    public async Task A_patch_that_may_not_be_is_refused_and_changes_nothing(string op, string? path, string? value, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Patch(api, Op("replace", "/name", "other"), Op(op, path, value))).RefusesBadRequest(message);
        Assert.Equal("pets", (string?)(await plane.Done("GET", api))["name"]);
    }

    [Fact]
    public async Task A_private_API_stays_dualstack()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi(""","endpointConfiguration":{"types":["PRIVATE"]}""");

        (await plane.Patch(api, Op("replace", "/endpointConfiguration/ipAddressType", "ipv4"))).RefusesBadRequest("Only dualstack ipAddressType is supported for Private APIs.");
    }

    [Fact]
    public async Task Unknown_operations_of_a_patch_are_collected_before_any_is_applied()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Patch(api, Op("wrong", "/name"), Op("replace", "/name", "x"), Op("bad", "/name"))).Refuses(400, "ValidationException",
            "2 validation errors detected: Value 'wrong' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; "
            + "Value 'bad' at 'updateRestApiInput.patchOperations.3.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]");
    }
}
