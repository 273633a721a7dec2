using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Models;

public sealed class ModelOperationsTests
{
    [Fact]
    public async Task A_new_API_has_the_models_Empty_and_Error()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var models = (await plane.Done("GET", $"{api}/models"))["item"]!.AsArray();
        Assert.Equal("Empty: This is a default empty schema model, Error: This is a default error schema model",
            string.Join(", ", models.Select(model => $"{model!["name"]}: {model["description"]}")));
    }

    [Theory]
    [InlineData("""{"name":"Empty","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 409, "Model name already exists for this REST API")]
    [InlineData("""{"name":"","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 400, "Model name must be non-empty")]
    [InlineData("""{"name":"x","contentType":"application/json"}""", 400, "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"x","contentType":"application/json","schema":"{}"}""", 400, "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"x","contentType":"application/json","schema":"{"}""", 400, "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]")]
    [InlineData("""{"name":"x","contentType":"application/json","schema":"[1]"}""", 400, "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]")]
    [InlineData("""{"name":"x","contentType":"application/xml","schema":""}""", 400, "Model schema must have at least 1 property or array items defined")]
    public async Task A_model_that_may_not_be_is_refused(string body, int status, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Call("POST", $"{api}/models", body);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("GET", "/restapis/nothere/models", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("POST", "/restapis/nothere/models", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/models/Pet", "Invalid model name specified: Pet")]
    [InlineData("DELETE", "/restapis/a000000001/models/Pet", "Invalid model name specified: Pet")]
    public async Task What_is_missing_is_named(string method, string path, string message)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        (await plane.Call(method, path, """{"name":"Pet","contentType":"application/json","schema":"{\"type\":\"object\"}"}""")).RefusesNotFound(message);
    }

    [Theory]
    [InlineData("replace", "/name", "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]")]
    [InlineData("add", "/wrong-path", "Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace", "/schema", "Model schema must have at least 1 property or array items defined")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Patch($"{api}/models/Empty", Op(op, path, ""))).RefusesBadRequest(message);
    }

    private const string Pet = """{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"},"x-y":{"type":"number"},"friends":{"type":"array","items":{"$ref":"URL/Pet"}},"home":{"$ref":"URL/Home"}}}""";

    [Theory]
    [InlineData("Home", """{"type":"object","properties":{"street":{"$ref":"#/definitions/Street"}},"definitions":{"Street":{"type":"string"}}}""")]
    [InlineData("Pet", """{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"},"x-y":{"type":"number"},"friends":{"type":"array","items":{"$ref":"#"}},"home":{"$ref":"#/definitions/Home"}},"definitions":{"Home":{"type":"object","properties":{"street":{"$ref":"#/definitions/Home/definitions/Street"}},"definitions":{"Street":{"type":"string"}}}}}""")]
    [InlineData("Crossed", """{"definitions":{"Home":{"type":"null"},"HomeModel":{"type":"object","properties":{"street":{"$ref":"#/definitions/HomeModel/definitions/Street"}},"definitions":{"Street":{"type":"string"}}}},"items":[{"$ref":"#/definitions/Home"},{"$ref":"#/definitions/HomeModel"},{"$ref":"URL/Gone"}]}""")]
    public async Task A_flat_model_holds_what_it_refers_to(string name, string expected)
    {
        var plane = await StartAsync();
        var api = await NewPets(plane);

        var schema = (string)(await plane.Done("GET", $"{api}/models/{name}?flatten=true"))["schema"]!;
        Assert.Equal(expected.Replace("URL", Url(api), StringComparison.Ordinal), JsonNode.Parse(schema)!.ToJsonString());
        Assert.Contains(name == "Home" ? "#/definitions/Street" : Url(api), (string)(await plane.Done("GET", $"{api}/models/{name}"))["schema"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Empty", "{ }")]
    [InlineData("Error", "{\n  \"message\" : \"$inputRoot.message\"\n}")]
    [InlineData("Home", "{\n  \"street\" : \"$inputRoot.street\"\n}")]
    [InlineData("Pet", "{\n  \"id\" : $inputRoot.id,\n  \"name\" : \"$inputRoot.name\",\n  \"x-y\" : $inputRoot['x-y'],\n  \"friends\" : [\n##TODO: Update this foreach loop to reference array from input json\n#foreach($elem in $inputRoot.friends)\n"
        + "    {\n      \"id\" : $elem.id,\n      \"name\" : \"$elem.name\",\n      \"x-y\" : $elem['x-y'],\n      \"friends\" : [\n##TODO: Update this foreach loop to reference array from input json\n#foreach($elem2 in $elem.friends)\n        { }#if($foreach.hasNext),#end\n\n#end\n      ],\n"
        + "      \"home\" : {\n        \"street\" : \"$elem.home.street\"\n      }\n    }#if($foreach.hasNext),#end\n\n#end\n  ],\n  \"home\" : {\n    \"street\" : \"$inputRoot.home.street\"\n  }\n}")]
    public async Task A_template_is_made_of_a_model(string name, string expected)
    {
        var plane = await StartAsync();
        var api = await NewPets(plane);

        Assert.Equal("#set($inputRoot = $input.path('$'))\n" + expected, (string)(await plane.Done("GET", $"{api}/models/{name}/default_template"))["value"]!);
    }

    [Fact]
    public async Task A_template_is_made_only_of_a_JSON_schema()
    {
        var plane = await StartAsync();
        var api = await NewPets(plane);
        await plane.Done("POST", $"{api}/models", """{"name":"Xml","contentType":"application/xml","schema":"<schema/>"}""");

        (await plane.Call("GET", $"{api}/models/Xml/default_template")).RefusesBadRequest("A mapping template can be made only of a JSON schema; the model Xml is of type application/xml");
        (await plane.Call("GET", $"{api}/models/No/default_template")).RefusesNotFound("Invalid model name specified: No");
    }

    private static string Url(string api) => $"https://apigateway.amazonaws.com{api}/models";

    private static async Task<string> NewPets(ControlPlane plane)
    {
        var (api, _) = await plane.NewApi();
        await Create("Home", """{"type":"object","properties":{"street":{"$ref":"#/definitions/Street"}},"definitions":{"Street":{"type":"string"}}}""");
        await Create("Pet", Pet);
        await Create("Crossed", """{"definitions":{"Home":{"type":"null"}},"items":[{"$ref":"#/definitions/Home"},{"$ref":"URL/Home"},{"$ref":"URL/Gone"}]}""");
        return api;

        Task<JsonNode> Create(string name, string schema) => plane.Done(
            "POST", $"{api}/models", new JsonObject { ["name"] = name, ["contentType"] = "application/json", ["schema"] = schema.Replace("URL", Url(api), StringComparison.Ordinal) }.ToJsonString());
    }

    [Fact]
    public async Task A_model_in_use_stays()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        await plane.Done("PUT", $"{root}/methods/ANY", """{"authorizationType":"NONE","requestModels":{"application/json":"Empty"}}""");
        await plane.Done("PUT", $"{root}/methods/ANY/responses/200", """{"responseModels":{"application/json":"Error"}}""");

        (await plane.Call("DELETE", $"{api}/models/Empty")).Refuses(409, "ConflictException", "Cannot delete model 'Empty', is referenced in method request: //ANY");
        (await plane.Call("DELETE", $"{api}/models/Error")).Refuses(409, "ConflictException", "Cannot delete model 'Error', is referenced in method response: //ANY");
        await plane.Patch($"{root}/methods/ANY", Op("remove", "/requestModels/application~1json"));
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/models/Empty")).Status);
    }
}
