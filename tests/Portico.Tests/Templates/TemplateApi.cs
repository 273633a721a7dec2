using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Templates;

/// <summary>APIs of one method whose templates a test is about.</summary>
internal static class TemplateApi
{
    /// <summary>A text as a YAML scalar, whatever it holds.</summary>
    internal static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>A MOCK with a request template and a response template.</summary>
    internal static string Mock(string request, string response, string path = "/", string method = "any", string more = "") => OpenApi.Path(
        path, method,
        $$"""
        type: mock
        requestTemplates: { application/json: {{Quoted(request)}} }
        responses:
          default: { statusCode: "200", responseTemplates: { application/json: {{Quoted(response)}} } }
        """,
        more);

    /// <summary>A MOCK that answers what a response template gives.</summary>
    internal static string Answering(string response, string path = "/") => Mock("{\"statusCode\": 200}", response, path);

    /// <summary>A call of an HTTP back end with a request template and, when it is given, a response template.</summary>
    internal static string Http(BackEnd backEnd, string request, string? response = null, string integration = "", string uri = "/target") => OpenApi.Path(
        "/items/{id}", "any",
        $$"""
        type: http
        httpMethod: POST
        uri: "{{backEnd.Url}}{{uri}}"
        requestTemplates: { application/json: {{Quoted(request)}} }
        {{integration}}
        responses:
          default: { statusCode: "200"{{(response is null ? "" : $", responseTemplates: {{ application/json: {Quoted(response)} }}")}} }
        """,
        """
        parameters:
          - { name: id, in: path, required: true, schema: { type: string } }
          - { name: q, in: query, schema: { type: string } }
        """);
}
