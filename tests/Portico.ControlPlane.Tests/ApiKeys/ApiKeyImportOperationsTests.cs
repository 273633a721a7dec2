using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.ApiKeys;

public sealed class ApiKeyImportOperationsTests
{
    private const string First = "first0123456789012345678901234567890";
    private const string Second = "second012345678901234567890123456789";

    [Fact]
    public async Task Keys_come_from_a_file_whatever_the_order_and_case_of_its_columns()
    {
        var plane = await StartAsync();
        var plan = await plane.NewPlan();

        var answer = await plane.Call(
            "POST", "/apikeys?mode=import&format=csv",
            $"enabled,NAME,key,Ignored,description,UsageplanIds\r\nfalse,one,{First},x,\"a \"\"quoted\"\", one\",\r\n\r\nTRUE,two,{Second},,,\"{plan}, {plan}\"\n");

        Assert.Equal((201, """{"ids":["a000000002","a000000003"],"warnings":[]}"""), (answer.Status, answer.Json));
        var one = (await plane.Call("GET", "/apikeys/a000000002?includeValue=true")).Body!;
        Assert.Equal((First, "one", "a \"quoted\", one", false), ((string)one["value"]!, (string)one["name"]!, (string)one["description"]!, (bool)one["enabled"]!));
        Assert.Equal("a000000003", (string)(await plane.Call("GET", $"/usageplans/{plan}/keys")).Body!["item"]![0]!["id"]!);
    }

    [Fact]
    public async Task A_key_is_enabled_unless_the_file_says_otherwise()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/apikeys?mode=import&format=csv", $"Key,Name\n{First},one");

        Assert.True((bool)(await plane.Call("GET", "/apikeys/a000000001")).Body!["enabled"]!);
    }

    [Fact]
    public async Task A_value_that_is_there_already_is_written_over()
    {
        var plane = await StartAsync();
        await plane.NewKey(First, ""","name":"old" """);

        Assert.Equal("""{"ids":["a000000001"],"warnings":[]}""", (await plane.Call("POST", "/apikeys?mode=import&format=csv", $"Key,Name\n{First},new")).Json);
        Assert.Equal("new", (string)(await plane.Call("GET", "/apikeys/a000000001")).Body!["name"]!);
    }

    [Theory]
    [InlineData("short,one,", "Unable to import the API key of line 2: API Key value should be at least 20 characters")]
    [InlineData(",one,", "Unable to import the API key of line 2: API Key value should be at least 20 characters")]
    [InlineData(First + ",,", "Unable to import the API key of line 2: API Key name cannot be empty")]
    [InlineData(First + ",one,nothere", "Unable to add the API key of line 2 to usage plan nothere: Invalid Usage Plan ID specified")]
    public async Task What_cannot_be_taken_is_a_warning_or_refuses_the_file(string line, string warning)
    {
        var plane = await StartAsync();
        var file = $"Key,Name,UsageplanIds\n{line}\n{Second},two,";

        (await plane.Call("POST", "/apikeys?mode=import&format=csv&failonwarnings=true", file)).RefusesBadRequest($"Warnings found during import:\n\t{warning}");
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/apikeys")).Json);

        var answer = await plane.Call("POST", "/apikeys?mode=import&format=csv", file);
        Assert.Equal((201, warning), (answer.Status, (string)answer.Body!["warnings"]![0]!));
        Assert.Contains((await plane.Call("GET", "/apikeys")).Body!["item"]!.AsArray(), key => (string)key!["name"]! == "two");
    }

    [Theory]
    [InlineData("", "The file of API keys is empty; its first line must name the columns Key and Name")]
    [InlineData("Key\nx", "The first line of the file of API keys must name the columns Key and Name; it has [Key]")]
    [InlineData("Key,Name\n\"open,one", "line 2 of the file of API keys: a quote is never closed")]
    public async Task A_file_that_is_none_is_refused(string file, string message)
    {
        var answer = await (await StartAsync()).Call("POST", "/apikeys?mode=import&format=csv", file);
        if (file.Length > 0) answer.RefusesBadRequest(message);
        else Assert.Equal((400, "1 validation error detected: Value null at 'body' failed to satisfy constraint: Member must not be null"), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("", "1 validation error detected: Value null at 'format' failed to satisfy constraint: Member must not be null")]
    [InlineData("&format=xml", "1 validation error detected: Value 'xml' at 'format' failed to satisfy constraint: Member must satisfy enum value set: [csv]")]
    public async Task The_format_must_be_named(string query, string message) =>
        (await (await StartAsync()).Call("POST", $"/apikeys?mode=import{query}", "Key,Name")).Refuses(400, "ValidationException", message);
}
