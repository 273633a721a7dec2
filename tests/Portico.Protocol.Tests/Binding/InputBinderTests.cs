using System.Text;

namespace Portico.Protocol.Tests.Binding;

public sealed class InputBinderTests
{
    private const string Care = "/animals/7/care/200";

    [Fact]
    public async Task Members_are_found_by_the_models_names_wherever_they_travelled()
    {
        var input = await Zoo.InputOf("POST", "/animals",
            """{"name":"Tom","kind":"CAT","home":{"kinds":["DOG"]},"tags":{"b":"1","a":null},"flags":{"x":true},"age":3.9,"weight":4.5,"tame":false,"names":["T"],"unknown":1}""");

        Assert.Equal(("Tom", "CAT", "DOG"), (input.Required("name"), input.Text("animalKind"), input.Structure("home")?.Texts("kinds")?[0]));
        Assert.Equal([KeyValuePair.Create("b", (string?)"1"), KeyValuePair.Create("a", (string?)null)], input.TextMap("tags")!);
        Assert.True(input.FlagMap("flags")![0].Value);
        Assert.Equal((3, 4.5, false, "T"), (input.Integer("age"), input.Number("weight"), input.Flag("tame"), input.Texts("names")?[0]));
    }

    [Fact]
    public async Task What_was_not_sent_or_is_null_is_absent()
    {
        var input = await Zoo.InputOf("POST", "/animals", """{"name":"Tom","kind":null}""");

        Assert.False(input.Has("animalKind") || input.Has("home") || input.Has("tags"));
        Assert.Null(input.Integer("age") ?? (object?)input.Flag("tame") ?? input.Texts("names"));
    }

    [Theory]
    [InlineData("/animals/arn%3Aaws%3Ax%2Fy", "arn:aws:x/y")]
    [InlineData("/animals/a+b", "a+b")]
    public async Task A_label_of_the_path_is_decoded(string target, string value) =>
        Assert.Equal(value, (await Zoo.InputOf("GET", target)).Text("animalId"));

    [Fact]
    public async Task A_greedy_label_takes_the_rest() => Assert.Equal("a/b c", (await Zoo.InputOf("GET", "/paths/a/b%20c")).Text("rest"));

    [Theory]
    [InlineData("embed=methods&embed=x", "methods,x")]
    [InlineData("embed=methods,x", "methods,x")]
    public async Task A_list_of_the_query_repeats_or_has_commas(string query, string values) =>
        Assert.Equal(values, string.Join(',', (await Zoo.InputOf("GET", $"/animals/1?{query}")).Texts("embed")!.Value));

    [Fact]
    public async Task Query_parameters_without_another_meaning_fill_the_map()
    {
        var input = await Zoo.InputOf("POST", "/animals?mode=import&failonwarnings=TRUE&basepath=prepend&ignore=a%20b", "name: Tom");

        Assert.True(input.Flag("failOnWarnings"));
        Assert.Equal([KeyValuePair.Create("basepath", (string?)"prepend"), KeyValuePair.Create("ignore", (string?)"a b")], input.TextMap("parameters")!);
        Assert.Equal("name: Tom", Encoding.UTF8.GetString(input.Bytes("body").Span));
    }

    [Theory]
    // Rows 3 to 8 of the recorded behaviours, in the zoo's words.
    [InlineData("POST", "/animals", """{"name":"x","kind":"COW"}""",
        "1 validation error detected: Value 'COW' at 'createAnimalInput.kind' failed to satisfy constraint: Member must satisfy enum value set: [CAT, DOG]")]
    [InlineData("POST", "/animals", """{"name":"x","home":{"kind":"COW","kinds":["COW","CAT"]}}""",
        "2 validation errors detected: Value '[COW, CAT]' at 'createAnimalInput.home.kinds' failed to satisfy constraint: Member must satisfy constraint: "
        + "[Member must satisfy enum value set: [CAT, DOG]]; Value 'COW' at 'createAnimalInput.home.kind' failed to satisfy constraint: Member must satisfy enum value set: [CAT, DOG]")]
    [InlineData("POST", "/animals", """{"name":"x","home":{"kind":"","kinds":["COW"]}}""",
        "1 validation error detected: Value '[COW]' at 'createAnimalInput.home.kinds' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [CAT, DOG]]")]
    [InlineData("PATCH", "/animals/7/care/wrong", """{"patchOperations":[{"op":"wrong_op","path":"/x"}]}""",
        "2 validation errors detected: Value 'wrong_op' at 'updateCareInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove]; "
        + @"Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d")]
    [InlineData("PATCH", "/animals/7/care/2000", "",
        @"1 validation error detected: Value '2000' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d")]
    [InlineData("POST", "/animals", "", "1 validation error detected: Value null at 'createAnimalInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("POST", "/animals", """{"name":"x","code":"a","age":501}""",
        "2 validation errors detected: Value '501' at 'createAnimalInput.age' failed to satisfy constraint: Member must have value less than or equal to 500; "
        + "Value 'a' at 'createAnimalInput.code' failed to satisfy constraint: Member must have length greater than or equal to 2")]
    [InlineData("GET", "/animals/1?limit=501", "", "1 validation error detected: Value '501' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 500")]
    public async Task What_the_model_forbids_is_reported_together(string method, string target, string body, string message)
    {
        var response = await Zoo.Call(method, target, body);

        Assert.Equal((400, "ValidationException"), (response.Status, response.Header("x-amzn-ErrorType")));
        Assert.Equal((message, null), (Zoo.Member(response, "Message"), Zoo.Member(response, "message")));
    }

    [Theory]
    [InlineData("POST", "/animals", """{"name":true}""", "class java.lang.Boolean can not be converted to an String")]
    [InlineData("POST", "/animals", """{"name":1}""", "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String")]
    [InlineData("POST", "/animals", """{"name":"x","tags":{"a":true}}""", "class java.lang.Boolean can not be converted to an String")]
    [InlineData("POST", "/animals", """{"name":[]}""", "Start of list found where not expected")]
    [InlineData("POST", "/animals", """{"name":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("POST", "/animals", """{"name":"x","tame":"true"}""", "class java.lang.String can not be converted to an Boolean")]
    [InlineData("POST", "/animals", "[]", "Start of list found where not expected")]
    [InlineData("POST", "/animals", "{\n  name", "The body of the request is not valid JSON: line 2, byte 3")]
    [InlineData("POST", "/animals", """{"name":"\ud800"}""", "The body of the request holds a text that is no valid Unicode")]
    [InlineData("GET", "/animals/1?limit=many", "", "class java.lang.String can not be converted to an Integer")]
    public async Task A_value_of_another_type_ends_the_reading(string method, string target, string body, string message)
    {
        var response = await Zoo.Call(method, target, body);

        Assert.Equal((400, "SerializationException"), (response.Status, response.Header("x-amzn-ErrorType")));
        Assert.Equal(message, Zoo.Member(response, "Message"));
    }

    [Fact]
    public async Task A_structure_of_a_list_is_a_structure() =>
        Assert.Equal("/x", (await Zoo.InputOf("PATCH", Care, """{"patchOperations":[{"op":"add","path":"/x"}]}""")).Structures("patchOperations")!.Value[0].Text("path"));
}
