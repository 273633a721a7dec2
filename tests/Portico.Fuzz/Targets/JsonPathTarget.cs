using System.Text.Json;
using Portico.Json.Paths;

namespace Portico.Fuzz.Targets;

/// <summary>JSONPaths: parsed and applied to a document.</summary>
internal sealed class JsonPathTarget : IFuzzTarget
{
    private static readonly JsonElement Document = JsonDocument.Parse(
        """{"store":{"book":[{"price":8.95,"title":"a","tags":["x","y"]},{"price":12,"isbn":"1"},null],"bicycle":{"color":"red"}},"e":{},"l":[[1,2],[3,[4]]],"n":-1e3,"\ud800":1}""").RootElement;

    public string Name => "jsonpath";

    public IReadOnlyList<string> Words { get; } =
    [
        "$", "@", ".", "..", "*", "[*]", "[0]", "[-1]", "[0:2]", "[::-1]", "[0,1]", "['a','b']", "[?(@.price < 10)]", "[?(@.a == 'b' && @.c)]", "[?(@.t =~ /a+/i)]", "[?(@['x'] in ['y'])]",
        ".length()", ".min()", ".avg()", ".keys()", ".sum()", "store", "book", "price", "==", "!=", ">=", "nin", "subsetof", "anyof", "noneof", "size", "empty", "contains", "null", "true", "'", "\"", "/",
        "(", ")", "!", "&&", "||", "99999999999", "\\u0041",
    ];

    public void Take(string input)
    {
        var parse = JsonPath.Parse(input);
        if (!parse.Succeeded)
        {
            if (parse.Error is null)
                throw new BrokenPromiseException("no path and no error");

            return;
        }

        var result = parse.Path.Select(Document);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            result.WriteTo(writer);

        using var written = JsonDocument.Parse(stream.ToArray());
    }
}
