using System.Text.Json;
using Portico.Model.Findings;
using Portico.Model.Rest;
using Portico.Reports;
using Portico.Running;
using Spectre.Console;

namespace Portico.CommandLine;

/// <summary>What <c>portico run</c> shows at start: what is mounted, where, and what of the definition has no effect.</summary>
internal sealed class MountTable(TextWriter output, bool json)
{
    internal void Write(IReadOnlyList<ServedDefinition> served, IReadOnlyList<string> gatewayUrls, string controlUrl, string stageName, FidelityReport fidelity)
    {
        if (json)
        {
            WriteJson(served, gatewayUrls, controlUrl, stageName, fidelity);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected) console.Profile.Width = 160;
        foreach (var one in served)
        {
            var api = one.Source.Reading.Definition!;
            var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape($"{api.Api.Name}  (api {one.ApiId}, stage {stageName})")) };
            table.AddColumns("Method", "Path", "Integration", "Authorization");
            foreach (var (resource, method) in Methods(api)) table.AddRow([Markup.Escape(method.HttpMethod), Markup.Escape(resource.Path), Markup.Escape(Target(method)), Markup.Escape(Caller(method))]);
            console.Write(table);
        }

        var root = gatewayUrls[0].TrimEnd('/');
        if (served.Count == 1) output.WriteLine($"  call it    {root}/   (also {root}/_aws/execute-api/{served[0].ApiId}/{stageName}/)");
        else foreach (var one in served) output.WriteLine($"  call it    {root}/_aws/execute-api/{one.ApiId}/{stageName}/   ({one.Source.File})");
        foreach (var further in gatewayUrls.Skip(1)) output.WriteLine($"             {further}");
        output.WriteLine($"  control    {controlUrl}   (aws --endpoint-url {controlUrl} apigateway get-rest-apis)");
        output.WriteLine();
        WriteFidelity(served, fidelity);
        output.Flush();
    }

    /// <summary>The lines of the fidelity report and the warnings, or one line that says there are none.</summary>
    internal void WriteFidelity(IReadOnlyList<ServedDefinition> served, FidelityReport fidelity)
    {
        var findings = served.SelectMany(one => fidelity.Of(one.ApiId).Select(finding => Named(finding, one.Source.File))).ToList();
        output.WriteLine(findings.Count == 0 ? "Fidelity: every setting of the definition is carried out." : "Fidelity: these settings have no effect here, or not the one they seem to have:");
        foreach (var finding in findings) output.WriteLine($"  {FindingText.Kind(finding.Severity)}  {finding}");
        output.WriteLine();
    }

    internal static IEnumerable<(Resource Resource, Method Method)> Methods(RestApiDefinition definition) =>
        definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal).SelectMany(resource => resource.Methods.Values.Select(method => (resource, method)));

    private void WriteJson(IReadOnlyList<ServedDefinition> served, IReadOnlyList<string> gatewayUrls, string controlUrl, string stageName, FidelityReport fidelity)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("gatewayUrls");
            foreach (var url in gatewayUrls) writer.WriteStringValue(url);
            writer.WriteEndArray();
            writer.WriteString("controlUrl", controlUrl);
            writer.WriteStartArray("apis");
            foreach (var one in served)
            {
                writer.WriteStartObject();
                writer.WriteString("restApiId", one.ApiId);
                writer.WriteString("stage", stageName);
                writer.WriteString("file", one.Source.File);
                writer.WriteStartArray("methods");
                foreach (var (resource, method) in Methods(one.Source.Reading.Definition!))
                {
                    writer.WriteStartObject();
                    writer.WriteString("method", method.HttpMethod);
                    writer.WriteString("path", resource.Path);
                    writer.WriteString("integration", Target(method));
                    writer.WriteString("authorization", Caller(method));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            fidelity.WriteTo(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        output.Flush();
    }

    private static string Target(Method method) => method.Integration is { } integration ? $"{integration.Type} {integration.Uri}".TrimEnd() : "none";

    private static string Caller(Method method) => (method.AuthorizationType, method.ApiKeyRequired) switch
    {
        ("NONE", false) => "none",
        ("NONE", true) => "API key",
        (var type, true) => $"{type}, API key",
        var (type, _) => type,
    };

    // The import call carries text, not a file: the name is known here.
    private static Finding Named(Finding finding, string file) =>
        finding.Location is { File: null } place ? finding with { Location = place with { File = file } } : finding;
}
