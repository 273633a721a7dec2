using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.RestApis;

public sealed class RestApiImportOperationsTests
{
    private const string Zoo = """{"openapi":"3.0.1","info":{"title":"zoo","version":"7"},"paths":{}}""";

    [Fact]
    public async Task An_import_makes_an_API_of_the_definitions_name()
    {
        var plane = await StartAsync();

        var answer = await plane.Call("POST", "/restapis?mode=import", Zoo);

        Assert.Equal((201, "zoo", "7"), (answer.Status, (string?)answer.Body!["name"], (string?)answer.Body["version"]));
        Assert.Equal(200, (await plane.Call("GET", $"/restapis/{answer.Body["id"]}/resources/{answer.Body["rootResourceId"]}")).Status);
        Assert.Empty((await plane.Done("GET", $"/restapis/{answer.Body["id"]}/models"))["item"]!.AsArray());
    }

    [Fact]
    public async Task The_host_is_told_of_what_was_imported()
    {
        var plane = await StartAsync();

        var api = await plane.Done("POST", "/restapis?mode=import", Zoo);

        Assert.Equal((string?)api["id"], Assert.Single(plane.Imported).ApiId);
    }

    [Fact]
    public async Task A_definition_that_is_put_keeps_the_API()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewMockApi();

        var merged = await plane.Call("PUT", api, Zoo);
        Assert.Equal((200, "zoo", "{}"), (merged.Status, (string?)merged.Body!["name"], merged.Body["tags"]!.ToJsonString()));
        Assert.Equal(200, (await plane.Call("GET", $"{root}/methods/GET")).Status);

        await plane.Done("PUT", $"{api}?mode=overwrite", Zoo);
        (await plane.Call("GET", $"{root}/methods/GET")).RefusesNotFound("Invalid Method identifier specified");
    }

    [Theory]
    [InlineData("POST", "/restapis?mode=import", "hello", 400, "BadRequestException", "Invalid OpenAPI input.")]
    [InlineData("POST", "/restapis?mode=import", """{"a":1}""", 400, "BadRequestException", "Invalid OpenAPI input.")]
    [InlineData("POST", "/restapis?mode=import", "", 400, "BadRequestException", "Invalid OpenAPI input.")]
    [InlineData("PUT", "/restapis/a000000001", "hello", 400, "BadRequestException", "Invalid OpenAPI input.")]
    [InlineData("PUT", "/restapis/nothere", "hello", 404, "NotFoundException", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("POST", "/restapis?mode=import&basepath=x", Zoo, 400, "BadRequestException", "Invalid basepath 'x' specified. Valid options are ignore,prepend,split")]
    [InlineData("POST", "/restapis?mode=import&endpointConfigurationTypes=x", Zoo, 400, "BadRequestException", "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE")]
    [InlineData("PUT", "/restapis/a000000001?mode=x", Zoo, 400, "ValidationException",
        "1 validation error detected: Value 'x' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [merge, overwrite]")]
    public async Task What_cannot_be_imported_is_refused_and_changes_nothing(string method, string target, string body, int status, string code, string message)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        (await plane.Call(method, target, body)).Refuses(status, code, message);
        Assert.Equal("pets", Assert.Single(plane.Catalog.RestApis).Name);
        Assert.Empty(plane.Imported);
    }

    [Fact]
    public async Task A_definition_over_six_megabytes_is_refused() =>
        Assert.Equal(413, (await (await StartAsync()).Call("POST", "/restapis?mode=import", new string(' ', (6 * 1024 * 1024) + 1))).Status);
}
