using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.ApiKeys;

public sealed class ApiKeyOperationsTests
{
    private const string Twenty = "01234567890123456789";

    [Fact]
    public async Task A_key_without_anything_said_about_it_is_generated_and_not_enabled()
    {
        var answer = await (await StartAsync()).Call("POST", "/apikeys", "{}");

        Assert.Equal(
            (201, """{"id":"a000000001","value":"GeneratedGeneratedGeneratedGenerated0001","enabled":false,"createdDate":1769860800,"lastUpdatedDate":1769860800,"stageKeys":[]}"""),
            (answer.Status, answer.Json));
    }

    [Fact]
    public async Task What_is_said_about_a_key_is_kept_and_its_value_is_shown_to_who_asks_for_it()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/apikeys", $$$"""{"name":"n","description":"d","customerId":"c","enabled":true,"value":"{{{Twenty}}}","tags":{"a":"1"},"generateDistinctId":true}""");

        const string rest = """ "name":"n","customerId":"c","description":"d","enabled":true,"createdDate":1769860800,"lastUpdatedDate":1769860800,"stageKeys":[],"tags":{"a":"1"}}""";
        Assert.Equal($$"""{"id":"a000000001",{{rest.TrimStart()}}""", (await plane.Call("GET", "/apikeys/a000000001")).Json);
        Assert.Equal($$"""{"id":"a000000001","value":"{{Twenty}}",{{rest.TrimStart()}}""", (await plane.Call("GET", "/apikeys/a000000001?includeValue=true")).Json);
        Assert.Null((await plane.Call("GET", "/apikeys")).Body!["item"]![0]!["value"]);
        Assert.Equal(Twenty, (string)(await plane.Call("GET", "/apikeys?includeValues=true")).Body!["item"]![0]!["value"]!);
    }

    [Fact]
    public async Task A_key_read_alone_shows_that_it_has_no_tags_and_a_list_does_not()
    {
        var plane = await StartAsync();
        await plane.NewKey(Twenty);

        Assert.Equal("{}", (await plane.Call("GET", "/apikeys/a000000001")).Body!["tags"]!.ToJsonString());
        Assert.Null((await plane.Call("GET", "/apikeys")).Body!["item"]![0]!["tags"]);
    }

    [Theory]
    [InlineData("value", 19, "API Key value should be at least 20 characters")]
    [InlineData("value", 129, "API Key value exceeds maximum size of 128 characters")]
    [InlineData("name", 1025, "Invalid API Key name, can be at most 1024 characters.")]
    [InlineData("description", 1025, "Invalid API Key description specified.")]
    public async Task What_is_too_short_or_too_long_is_refused(string member, int length, string message) =>
        (await (await StartAsync()).Call("POST", "/apikeys", $$"""{"{{member}}":"{{new string('x', length)}}"}""")).RefusesBadRequest(message);

    [Theory]
    [InlineData("value", 20)]
    [InlineData("value", 128)]
    [InlineData("value", 0)]
    [InlineData("name", 0)]
    [InlineData("name", 1024)]
    public async Task What_is_just_long_enough_is_taken(string member, int length) =>
        Assert.Equal(201, (await (await StartAsync()).Call("POST", "/apikeys", $$"""{"{{member}}":"{{new string('x', length)}}"}""")).Status);

    [Fact]
    public async Task Two_keys_cannot_have_one_value()
    {
        var plane = await StartAsync();
        await plane.NewKey(Twenty);

        (await plane.Call("POST", "/apikeys", $$"""{"value":"{{Twenty}}"}""")).Refuses(409, "ConflictException", "API Key already exists");
    }

    [Fact]
    public async Task Stages_of_a_key_must_be_there()
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();
        var id = api.Split('/')[^1];

        var key = await plane.Done("POST", "/apikeys", $$"""{"stageKeys":[{"restApiId":"{{id}}","stageName":"dev"}]}""");
        Assert.Equal([$"{id}/dev"], key["stageKeys"]!.AsArray().Select(each => (string)each!));
        (await plane.Call("POST", "/apikeys", """{"stageKeys":[{"restApiId":"nothere","stageName":"dev"}]}""")).RefusesBadRequest("Invalid REST API identifier specified");
        (await plane.Call("POST", "/apikeys", $$"""{"stageKeys":[{"restApiId":"{{id}}","stageName":"x"}]}""")).RefusesBadRequest("Invalid API Stage specified");

        var removed = await plane.Patch($"/apikeys/{key["id"]}", Op("remove", "/stages", $"{id}/dev"));
        Assert.Equal("[]", removed.Body!["stageKeys"]!.ToJsonString());
        Assert.Equal($"[\"{id}/dev\"]", (await plane.Patch($"/apikeys/{key["id"]}", Op("add", "/stages", $"{id}/dev"))).Body!["stageKeys"]!.ToJsonString());
        (await plane.Patch($"/apikeys/{key["id"]}", Op("add", "/stages", $"{id}/x"))).RefusesBadRequest("Invalid API Stage specified");
    }

    [Theory]
    [InlineData("?name=al", "alpha alpine")]
    [InlineData("?name=Al", "")]
    [InlineData("?name=pha", "")]
    [InlineData("?customerId=c1", "alpha")]
    [InlineData("?name=al&customerId=c2", "")]
    [InlineData("", "alpha alpine beta")]
    public async Task A_list_is_narrowed_by_the_beginning_of_the_name_and_by_the_customer(string query, string names)
    {
        var plane = await StartAsync();
        await plane.NewKey(Twenty + "1", ""","name":"alpha","customerId":"c1" """);
        await plane.NewKey(Twenty + "2", ""","name":"alpine" """);
        await plane.NewKey(Twenty + "3", ""","name":"beta","customerId":"c2" """);

        var found = (await plane.Call("GET", $"/apikeys{query}")).Body!["item"]!.AsArray().Select(key => (string)key!["name"]!);
        Assert.Equal(names, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        var plane = await StartAsync();
        for (var i = 0; i < 5; i++) await plane.NewKey($"{Twenty}{i}");

        var seen = new List<string>();
        var position = "";
        do
        {
            var page = (await plane.Call("GET", $"/apikeys?limit=2{(position.Length == 0 ? "" : $"&position={Uri.EscapeDataString(position)}")}")).Body!;
            seen.AddRange(page["item"]!.AsArray().Select(key => (string)key!["id"]!));
            position = (string?)page["position"] ?? "";
        }
        while (position.Length > 0);

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Theory]
    [InlineData("/name", "new", "name", "\"new\"")]
    [InlineData("/name", "", "name", null)]
    [InlineData("/description", "new", "description", "\"new\"")]
    [InlineData("/customerId", "new", "customerId", "\"new\"")]
    [InlineData("/enabled", "true", "enabled", "true")]
    [InlineData("/enabled", "yes", "enabled", "false")]
    public async Task A_key_is_patched(string path, string value, string member, string? expected)
    {
        var plane = await StartAsync();
        await plane.NewKey(Twenty, ""","name":"old" """);

        var answer = await plane.Patch("/apikeys/a000000001", Op("replace", path, value));

        Assert.Equal((200, expected), (answer.Status, answer.Body![member]?.ToJsonString()));
        Assert.Null(answer.Body["value"]);
        Assert.Equal("{}", answer.Body["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("replace", "/id", "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]")]
    [InlineData("replace", "/value", "Invalid patch path  '/value' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]")]
    [InlineData("replace", "/labels", "Invalid patch path  '/labels' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]")]
    [InlineData("add", "/name", "Invalid patch path  '/name' specified for op 'add'. Please choose supported operations")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string message)
    {
        var plane = await StartAsync();
        await plane.NewKey(Twenty);

        (await plane.Patch("/apikeys/a000000001", Op(op, path, "x"))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_description_that_is_too_long_is_refused_by_a_patch_as_well()
    {
        var plane = await StartAsync();
        await plane.NewKey(Twenty);

        (await plane.Patch("/apikeys/a000000001", Op("replace", "/description", new string('x', 1025)))).RefusesBadRequest("Invalid API Key description specified.");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", """{"patchOperations":[]}""")]
    [InlineData("DELETE", "")]
    public async Task A_key_that_is_not_there_is_not_found(string method, string body) =>
        (await (await StartAsync()).Call(method, "/apikeys/nothere", body)).RefusesNotFound("Invalid API Key identifier specified");

    [Fact]
    public async Task A_deleted_key_leaves_its_plans()
    {
        var plane = await StartAsync();
        var key = await plane.NewKey(Twenty);
        var plan = await plane.NewPlan();
        await plane.Done("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");

        Assert.Equal(202, (await plane.Call("DELETE", $"/apikeys/{key}")).Status);

        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", $"/usageplans/{plan}/keys")).Json);
        (await plane.Call("GET", $"/apikeys/{key}")).RefusesNotFound("Invalid API Key identifier specified");
    }

    [Fact]
    public void A_value_is_of_forty_letters_and_digits_when_nothing_else_is_said()
    {
        var first = Portico.Model.Identifiers.ApiKeyValues.Random();

        Assert.Matches("^[a-zA-Z0-9]{40}$", first);
        Assert.NotEqual(first, Portico.Model.Identifiers.ApiKeyValues.Random());
    }

    [Fact]
    public async Task A_wrong_type_is_refused_before_anything_else()
    {
        var answer = await (await StartAsync()).Call("POST", "/apikeys", """{"name":true}""");
        Assert.Equal((400, "SerializationException"), (answer.Status, answer.Code));
        Assert.IsType<JsonObject>(answer.Body);
    }
}
