using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Documentation;

public sealed class DocumentationPartOperationsTests
{
    private const string Violation = "1 validation error detected: Value 'wrong' at 'createDocumentationPartInput.location.type' failed to satisfy constraint: Member must satisfy enum value set: "
        + "[RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, PATH_PARAMETER, REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER]";

    [Theory]
    [InlineData("""{"type":"API"}""")]
    [InlineData("""{"type":"MODEL","name":"Pet"}""")]
    [InlineData("""{"type":"RESOURCE","path":"/pets"}""")]
    [InlineData("""{"type":"METHOD","method":"GET"}""")]
    [InlineData("""{"type":"RESPONSE_HEADER","path":"/pets","method":"GET","statusCode":"200","name":"x"}""")]
    [InlineData("""{"type":"RESPONSE","statusCode":"*"}""")]
    public async Task A_part_shows_what_was_given(string location)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Call("POST", $"{api}/documentation/parts", $$"""{"location":{{location}},"properties":"{\"description\":\"x\"}"}""");

        Assert.Equal(201, answer.Status);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""{"id":"a00005","location":{{location}},"properties":"{\"description\":\"x\"}"}"""), answer.Body), answer.Json);
        Assert.Equal(answer.Json, (await plane.Done("GET", $"{api}/documentation/parts/a00005")).ToJsonString());
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/documentation/parts/a00005")).Status);
    }

    [Theory]
    [InlineData("""{"type":"wrong"}""", "{}", "ValidationException", Violation)]
    [InlineData("""{"type":"API","path":"/"}""", "{}", "BadRequestException", "Invalid documentation part location: a location of type API has no path")]
    [InlineData("""{"type":"MODEL","method":"GET"}""", "{}", "BadRequestException", "Invalid documentation part location: a location of type MODEL has no method")]
    [InlineData("""{"type":"METHOD","statusCode":"200"}""", "{}", "BadRequestException", "Invalid documentation part location: a location of type METHOD has no statusCode")]
    [InlineData("""{"type":"REQUEST_HEADER","path":"/"}""", "{}", "BadRequestException", "Invalid documentation part location: a location of type REQUEST_HEADER needs a name")]
    [InlineData("""{"type":"RESOURCE","path":"pets"}""", "{}", "BadRequestException", "Invalid documentation part location: the path 'pets' does not begin with '/'")]
    [InlineData("""{"type":"API"}""", "", "BadRequestException", "Documentation part properties must be non-empty")]
    [InlineData("""{"type":"API"}""", "[]", "BadRequestException", "Documentation part properties must be a JSON object")]
    [InlineData("""{"type":"API"}""", "{", "BadRequestException", "Documentation part properties must be a JSON object: not valid JSON at line 1, byte 2")]
    public async Task A_part_that_may_not_be_is_refused(string location, string properties, string code, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Call("POST", $"{api}/documentation/parts", $$"""{"location":{{location}},"properties":"{{properties}}"}""")).Refuses(400, code, message);
    }

    [Theory]
    [InlineData("""{"type":"METHOD"}""", """{"type":"METHOD","path":"/","method":"*"}""", "type 'METHOD', path '/', method '*'")]
    [InlineData("""{"type":"API"}""", """{"type":"API"}""", "type 'API'")]
    public async Task One_place_has_one_part(string first, string second, string named)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/documentation/parts", $$"""{"location":{{first}},"properties":"{}"}""");

        (await plane.Call("POST", $"{api}/documentation/parts", $$"""{"location":{{second}},"properties":"{}"}""")).Refuses(
            409, "ConflictException", $"Documentation part already exists for the specified location: {named}.");
    }

    [Theory]
    [InlineData("POST", "/restapis/nothere/documentation/parts", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("PUT", "/restapis/nothere/documentation/parts", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/documentation/parts", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/documentation/parts/x", "Invalid Documentation part identifier specified")]
    [InlineData("PATCH", "/restapis/a000000001/documentation/parts/x", "Invalid Documentation part identifier specified")]
    [InlineData("DELETE", "/restapis/a000000001/documentation/parts/x", "Invalid Documentation part identifier specified")]
    public async Task What_is_missing_is_named(string method, string path, string message)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        (await plane.Call(method, path, """{"location":{"type":"API"},"properties":"{}"}""")).RefusesNotFound(message);
    }

    [Theory]
    [InlineData("replace", "/location", "x", "Invalid patch path  '/location' specified for op 'replace'. Must be one of: [/properties]")]
    [InlineData("add", "/properties", "{}", "Invalid patch path  '/properties' specified for op 'add'. Please choose supported operations")]
    [InlineData("remove", "/properties", null, "Invalid patch path  '/properties' specified for op 'remove'. Please choose supported operations")]
    [InlineData("replace", "/properties", "", "Documentation part properties must be non-empty")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string? value, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/documentation/parts", """{"location":{"type":"API"},"properties":"{}"}""");

        (await plane.Patch($"{api}/documentation/parts/a00005", Op(op, path, value))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task What_is_said_can_be_said_anew()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/documentation/parts", """{"location":{"type":"API"},"properties":"{}"}""");

        var answer = await plane.Patch($"{api}/documentation/parts/a00005", Op("replace", "/properties", """{"a":1}"""));
        Assert.Equal((200, """{"a":1}"""), (answer.Status, (string?)answer.Body!["properties"]));
    }

    [Theory]
    [InlineData("", "API METHOD/ METHOD/pets MODEL:Pet")]
    [InlineData("?type=METHOD", "METHOD/ METHOD/pets")]
    [InlineData("?name=Pet", "MODEL:Pet")]
    [InlineData("?name=pet", "")]
    [InlineData("?path=/pets", "METHOD/pets")]
    [InlineData("?path=/&type=METHOD", "METHOD/")]
    [InlineData("?locationStatus=DOCUMENTED&type=API", "API")]
    public async Task Parts_are_filtered(string query, string expected)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        foreach (var location in new[] { """{"type":"API"}""", """{"type":"METHOD"}""", """{"type":"METHOD","path":"/pets"}""", """{"type":"MODEL","name":"Pet"}""" })
        {
            await plane.Done("POST", $"{api}/documentation/parts", $$"""{"location":{{location}},"properties":"{}"}""");
        }

        Assert.Equal(expected, string.Join(' ', (await plane.Done("GET", $"{api}/documentation/parts{query}"))["item"]!.AsArray().Select(Shown)));

        static string Shown(JsonNode? part) => (string?)part!["location"]!["type"] switch
        {
            "METHOD" => $"METHOD{part["location"]!["path"] ?? "/"}",
            "MODEL" => $"MODEL:{part["location"]!["name"]}",
            var type => type!,
        };
    }

    [Fact]
    public async Task Things_of_which_nothing_is_said_can_be_listed()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewMockApi();
        await plane.Done("POST", $"{api}/documentation/parts", """{"location":{"type":"METHOD","method":"GET"},"properties":"{}"}""");

        var answer = await plane.Done("GET", $"{api}/documentation/parts?locationStatus=UNDOCUMENTED");

        Assert.Equal(
            [
                """{"location":{"type":"API"}}""", """{"location":{"type":"MODEL","name":"Empty"}}""", """{"location":{"type":"MODEL","name":"Error"}}""",
                """{"location":{"type":"QUERY_PARAMETER","path":"/","method":"GET","name":"q"}}""", """{"location":{"type":"RESOURCE","path":"/"}}""",
                """{"location":{"type":"RESPONSE","path":"/","method":"GET","statusCode":"200"}}""", """{"location":{"type":"RESPONSE_HEADER","path":"/","method":"GET","statusCode":"200","name":"X"}}""",
            ],
            answer["item"]!.AsArray().Select(each => each!.ToJsonString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Importing_parts_merges_property_by_property_or_puts_them_in_the_place_of_all()
    {
        const string Definition =
            """
            {"swagger":"2.0","info":{"title":"t","version":"1"},"x-amazon-apigateway-documentation":{"version":"1","documentationParts":[
              {"location":{"type":"API"},"properties":{"b":2}},{"location":{"type":"METHOD","path":"/new"},"properties":"{\"c\":3}"}]}}
            """;
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/documentation/parts", """{"location":{"type":"API"},"properties":"{\"a\":1,\"b\":1}"}""");
        await plane.Done("POST", $"{api}/documentation/parts", """{"location":{"type":"RESOURCE"},"properties":"{\"d\":4}"}""");

        var merged = await plane.Call("PUT", $"{api}/documentation/parts?mode=merge", Definition);
        Assert.Equal((200, """{"ids":["a00005","a00008"]}"""), (merged.Status, merged.Json));
        Assert.Equal("""{"a":1,"b":2} {"d":4} {"c":3}""", await Properties());

        var overwritten = await plane.Call("PUT", $"{api}/documentation/parts?mode=overwrite", Definition);
        Assert.Equal((200, """{"ids":["a00005","a00008"]}"""), (overwritten.Status, overwritten.Json));
        Assert.Equal("""{"b":2} {"c":3}""", await Properties());

        async Task<string> Properties() => string.Join(' ', (await plane.Done("GET", $"{api}/documentation/parts"))["item"]!.AsArray().Select(part => (string?)part!["properties"]));
    }

    [Theory]
    [InlineData("nothing", "Unable to build importer with provided input.")]
    [InlineData("""{"a":1}""", "Unable to build importer with provided input.")]
    [InlineData("""{"swagger":"2.0","x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"API"}},{"properties":{}}]}}""",
        "Errors found during import:\n\tDocumentation part properties must be non-empty\n\ta documentation part has a location with a type; use one of "
        + "API, AUTHORIZER, MODEL, RESOURCE, METHOD, PATH_PARAMETER, QUERY_PARAMETER, REQUEST_HEADER, REQUEST_BODY, RESPONSE, RESPONSE_HEADER, RESPONSE_BODY")]
    public async Task A_file_without_documentation_is_refused_and_nothing_changes(string body, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Call("PUT", $"{api}/documentation/parts", body)).RefusesBadRequest(message);
        Assert.Empty((await plane.Done("GET", $"{api}/documentation/parts"))["item"]!.AsArray());
    }

    [Fact]
    public async Task A_definition_brings_its_documentation_unless_that_is_ignored()
    {
        const string Definition = """
            {"swagger":"2.0","info":{"title":"t","version":"1"},"tags":[{"name":"x"}],"paths":{}}
            """;
        var plane = await StartAsync();
        var ignoring = (string)(await plane.Done("POST", "/restapis?mode=import&ignore=documentation", Definition))["id"]!;
        Assert.Empty((await plane.Done("GET", $"/restapis/{ignoring}/documentation/parts"))["item"]!.AsArray());

        await plane.Done("PUT", $"/restapis/{ignoring}", Definition);
        await plane.Done("PUT", $"/restapis/{ignoring}?mode=overwrite&ignore=documentation", """{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{}}""");
        Assert.Equal("""{"tags":[{"name":"x"}]}""", (string?)(await plane.Done("GET", $"/restapis/{ignoring}/documentation/parts"))["item"]![0]!["properties"]);

        await plane.Done("PUT", $"/restapis/{ignoring}?mode=overwrite", """{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{}}""");
        Assert.Empty((await plane.Done("GET", $"/restapis/{ignoring}/documentation/parts"))["item"]!.AsArray());
        (await plane.Call("POST", "/restapis?mode=import&ignore=models", Definition)).RefusesBadRequest("Invalid ignore 'models' specified. Valid options are documentation");
    }
}
