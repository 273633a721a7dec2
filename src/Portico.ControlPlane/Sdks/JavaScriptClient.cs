using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Sdks;

/// <summary>Writes the JavaScript client of an API, in the manner of AWS's: <c>apigClientFactory.newClient({...})</c> with one function for each method of each resource.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-generate-sdk-javascript.html"/>
public static partial class JavaScriptClient
{
    private const string Folder = "apiGateway-js-sdk/";

    // A method ANY has a function for each.
    private static readonly string[] Verbs = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    private static readonly Lazy<string> Template = new(() =>
    {
        using var stream = typeof(JavaScriptClient).Assembly.GetManifestResourceStream("apigClient.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The client in a zip file; the same input gives the same bytes.</summary>
    /// <param name="invokeUrl">Where the stage is called, without a slash at its end.</param>
    public static byte[] Zip(RestApiDefinition definition, string invokeUrl, string region, DateTimeOffset deployedAt)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("apigClient.js", Source(definition, invokeUrl, region));
            Add("package.json", """
                {
                  "name": "apigateway-js-sdk",
                  "private": true,
                  "main": "apigClient.js",
                  "engines": { "node": ">=20" }
                }

                """);
            Add("README.md", """
                # Client

                ```js
                const apigClientFactory = require('./apigClient.js');   // in browsers: <script src="apigClient.js"></script>
                const client = apigClientFactory.newClient({ apiKey: '...' });
                const result = await client.petsPetIdGet({ petId: 1, page: 2 }, null, { headers: { 'X-More': 'yes' } });
                console.log(result.status, result.data);
                ```

                A function is named after the resource's path and the method: `GET /pets/{petId}` is `petsPetIdGet`, `GET /` is `rootGet`; a method with an operation name is there by that name, too. `params` has path, query and header parameters by name. `invokeUrl` in the configuration leads to another address of the stage.

                """);

            void Add(string name, string text)
            {
                var entry = archive.CreateEntry(Folder + name);
                entry.LastWriteTime = deployedAt < new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) ? new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) : deployedAt;
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The text of <c>apigClient.js</c>.</summary>
    public static string Source(RestApiDefinition definition, string invokeUrl, string region) => Template.Value
        .Replace("%TITLE%", Literal(definition.Api.Name), StringComparison.Ordinal)
        .Replace("%INVOKE_URL%", Literal(invokeUrl), StringComparison.Ordinal)
        .Replace("%REGION%", Literal(region), StringComparison.Ordinal)
        .Replace("%METHODS%", Functions(definition), StringComparison.Ordinal);

    private static string Functions(RestApiDefinition definition)
    {
        var text = new StringBuilder();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            foreach (var method in resource.Methods.Values)
            {
                foreach (var verb in method.HttpMethod == "ANY" ? Verbs.Except(resource.Methods.Keys) : [method.HttpMethod])
                {
                    var name = Free(FunctionName(resource.Path, verb), names);
                    text.Append($"    client.{name} = function (params, body, additionalParams) {{\n");
                    text.Append($"      return call(config, '{verb}', {Literal(resource.Path == "/" ? "/" : resource.Path)}, {List(PathNames(resource))}, {List(Names(method, "querystring"))}, {List(Names(method, "header"))}, params, body, additionalParams);\n");
                    text.Append("    };\n");
                    if (method.HttpMethod != "ANY" && method.OperationName is { } operation && Identifier().IsMatch(operation))
                    {
                        text.Append($"    client.{Free(char.ToLowerInvariant(operation[0]) + operation[1..], names)} = client.{name};\n");
                    }
                }
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    // "/pets/{petId}" and GET are petsPetIdGet.
    private static string FunctionName(string path, string verb)
    {
        var words = Words().Matches(path).Select(word => word.Value).DefaultIfEmpty("root").Append(verb.ToLowerInvariant()).ToList();
        var name = string.Concat(words.Select((word, index) => (index == 0 ? char.ToLowerInvariant(word[0]) : char.ToUpperInvariant(word[0])) + word[1..]));
        return char.IsAsciiDigit(name[0]) ? $"_{name}" : name;
    }

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++) free = $"{name}{number}";
        return free;
    }

    private static IEnumerable<string> PathNames(Resource resource) => resource.Path.Split('/').Select(Resource.VariableName).OfType<string>();

    private static IEnumerable<string> Names(Method method, string place)
    {
        var prefix = $"method.request.{place}.";
        return (method.RequestParameters?.Keys ?? []).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]);
    }

    private static string List(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(Literal))}]";

    // JSON without anything but ASCII is a literal of JavaScript, and ends no comment line.
    private static string Literal(string text) => JsonSerializer.Serialize(text);

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();
}
