namespace Portico.Tests.Running;

/// <summary>Definitions as tests need them: only what a test is about is written in it.</summary>
internal static class OpenApi
{
    /// <summary>A definition with these paths.</summary>
    /// <param name="paths">YAML of the path items, not indented.</param>
    /// <param name="head">YAML of further top-level members.</param>
    internal static string Of(string paths, string head = "") => $"openapi: 3.0.1\ninfo: {{ title: test, version: \"1\" }}\n{head}\npaths:\n{Indented(paths, 2)}";

    /// <summary>A path with one method whose integration is given, answering 200 by default.</summary>
    /// <param name="path">The resource's path.</param>
    /// <param name="method">An OpenAPI key: <c>get</c>, or <c>any</c>.</param>
    /// <param name="integration">YAML of the integration, not indented.</param>
    /// <param name="more">YAML of further members of the method, such as parameters and responses.</param>
    internal static string Path(string path, string method, string integration, string more = "") => path + ":\n" + Method(method, integration, more);

    /// <summary>One more method of the path before it.</summary>
    internal static string Method(string method, string integration, string more = "") =>
        $"  {(method == "any" ? "x-amazon-apigateway-any-method" : method)}:\n"
        + Indented(more.Contains("responses:", StringComparison.Ordinal) ? more : more + "\nresponses: { \"200\": { description: ok } }", 4)
        + $"\n    x-amazon-apigateway-integration:\n{Indented(integration, 6)}\n";

    /// <summary>A path whose calls go to a back end as they are.</summary>
    internal static string Proxy(string uri, string path = "/{proxy+}", string method = "any", string more = "")
    {
        var variables = string.Join('\n', path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}').TrimEnd('+')));
        var names = variables.Length == 0 ? [] : variables.Split('\n');
        var declared = names.Length == 0 ? "" : "parameters:\n" + string.Concat(names.Select(name => $"  - {{ name: {name}, in: path, required: true, schema: {{ type: string }} }}\n"));
        var mapped = names.Length == 0 ? "" : "requestParameters:\n" + string.Concat(names.Select(name => $"  integration.request.path.{name}: method.request.path.{name}\n"));
        return Path(path, method, $"type: http_proxy\nhttpMethod: {(method == "any" ? "ANY" : method.ToUpperInvariant())}\nuri: \"{uri}\"\n{mapped}{more}", declared);
    }

    /// <summary>A path with a MOCK that answers 200 with a text.</summary>
    internal static string Mock(string path, string body = "mocked", string method = "get") => path + ":\n" + MockMethod(method, body);

    internal static string MockMethod(string method, string body) => Method(
        method,
        $$"""
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default: { statusCode: "200", responseTemplates: { application/json: '{{body}}' } }
        """);

    internal static string Indented(string text, int blanks) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', blanks) + line));
}
