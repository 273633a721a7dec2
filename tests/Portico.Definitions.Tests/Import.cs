using System.Text.Json;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Reading;
using Portico.Model.Findings;
using Portico.Model.Identifiers;
using Portico.Model.Rest;

namespace Portico.Definitions.Tests;

/// <summary>Imports with a fixed time and counted ids, and the findings as one line each.</summary>
internal static class Import
{
    public const string ApiId = "abcde12345";

    public static OpenApiReadOptions Options() => new()
    {
        ApiId = ApiId,
        Identifiers = new SequentialIdentifiers(),
        Now = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
    };

    public static string Document(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", name));

    public static DefinitionReading Read(string text, Func<OpenApiReadOptions, OpenApiReadOptions>? with = null) =>
        OpenApiReader.Read(text, with is null ? Options() : with(Options()));

    public static RestApiDefinition Api(string text, Func<OpenApiReadOptions, OpenApiReadOptions>? with = null)
    {
        var reading = Read(text, with);
        Assert.Empty(Lines(reading, FindingSeverity.Error));
        return reading.Definition!;
    }

    /// <summary>The method of an API that has one.</summary>
    public static Method OnlyMethod(string text) => Api(text).Resources.Values.SelectMany(resource => resource.Methods.Values).Single();

    public static Method Method(RestApiDefinition api, string path, string httpMethod) =>
        api.Resources.Values.Single(resource => resource.Path == path).Methods[httpMethod];

    /// <summary><c>line:column pointer: message</c>.</summary>
    public static string[] Lines(DefinitionReading reading, FindingSeverity severity) =>
        [.. reading.Findings.Where(finding => finding.Severity == severity).Select(finding => $"{finding.Location!.Line}:{finding.Location.Column} {finding.Location.Pointer}: {finding.Message}")];

    public static string[] Errors(string text) => Lines(Read(text), FindingSeverity.Error);

    public static string[] Warnings(string text) => Lines(Read(text), FindingSeverity.Warning);

    public static string[] Fidelity(string text) => Lines(Read(text), FindingSeverity.Fidelity);

    /// <summary>Everything in a definition as text, for comparing two.</summary>
    public static string Whole(RestApiDefinition api) => JsonSerializer.Serialize(
        new { api.Api, Resources = api.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal), api.Models, api.RequestValidators, api.GatewayResponses, api.Authorizers, api.DocumentationParts },
        Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A document of version 3.0 with one operation, whose body is <paramref name="operation"/> (YAML, not indented), at <c>/pets</c>.</summary>
    public static string WithOperation(string operation, string rest = "", string path = "/pets", string verb = "get") =>
        $"openapi: 3.0.1\ninfo: {{title: T, version: '1'}}\npaths:\n  {path}:\n    {verb}:\n{Indent(operation, 6)}\n{rest}";

    /// <summary>The same with an integration; its first line is line 7.</summary>
    public static string WithIntegration(string integration, string operation = "", string rest = "") =>
        WithOperation($"x-amazon-apigateway-integration:\n{Indent(integration, 2)}\n{operation}", rest);

    public static string Indent(string text, int by) => string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', by) + line));
}
