using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Definitions.OpenApi;
using Portico.Model.Findings;
using Portico.Model.Patching;
using Portico.Model.Identifiers;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.Documentation;

/// <summary>What is said about the things of an API.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPart.html"/>
internal sealed class DocumentationPartOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateDocumentationPart", CreateAsync, Write)
        .Add("GetDocumentationParts", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetDocumentationPart", GetAsync, Write)
        .Add("UpdateDocumentationPart", UpdateAsync, Write)
        .Add("DeleteDocumentationPart", DeleteAsync)
        .Add("ImportDocumentationParts", ImportAsync, WriteImported);

    private ValueTask<DocumentationPart> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var part = DocumentationRules.Checked(new()
        {
            Id = "",
            Location = Location(call.Input.Structure("location") ?? InputStructure.Empty),
            Properties = call.Input.Text("properties") ?? "",
        });
        return apis.ChangeAsync(
            call,
            Missing.Api,
            definition => definition.DocumentationParts.Values.Any(other => other.Location.Completed() == part.Location.Completed())
                ? throw ServiceException.Conflict($"Documentation part already exists for the specified location: {part.Location}.")
                : Kept(definition, part with { Id = services.Identifiers.NextFree(6, definition.DocumentationParts.ContainsKey) }),
            cancellationToken);
    }

    private async ValueTask<Page<DocumentationPart>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var definition = await apis.DefinitionAsync(call, Missing.Api, cancellationToken);
        if (input.Text("locationStatus") != "UNDOCUMENTED") return Page.Of(input, definition.DocumentationParts.Values.Where(Wanted), part => part.Id);

        // A place of which nothing is said has neither an id nor properties.
        var documented = definition.DocumentationParts.Values.Select(part => part.Location.Completed()).ToHashSet();
        return Page.Of(
            input,
            DocumentedThings.Of(definition).Where(location => !documented.Contains(location.Completed())).Select(location => new DocumentationPart { Id = "", Location = location, Properties = "" }).Where(Wanted),
            part => part.Location.ToString());

        bool Wanted(DocumentationPart part)
        {
            var location = part.Location.Completed();
            return (input.Text("type") is not { } type || location.Type.ToString() == type)
                && (input.TextOrNull("nameQuery") is not { } name || location.Name == name)
                && (input.TextOrNull("path") is not { } path || location.Path == path);
        }
    }

    private async ValueTask<DocumentationPart> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        PartOf(call, await apis.DefinitionAsync(call, Missing.DocumentationPart, cancellationToken));

    private ValueTask<DocumentationPart> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.DocumentationPart,
            definition => Kept(definition, DocumentationPatches.Apply(PartOf(call, definition), call.Input.PatchOperations())),
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.DocumentationPart,
            definition => (definition with { DocumentationParts = definition.DocumentationParts.Remove(PartOf(call, definition).Id) }, true),
            cancellationToken);

    private async ValueTask<(ImmutableArray<string> Ids, ImmutableArray<string> Warnings)> ImportAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var present = await apis.DefinitionAsync(call, Missing.Api, cancellationToken);
        var reading = OpenApiReader.ReadDocumentation(DefinitionBody.Text(call.Input.Bytes("body")) ?? "", new()
        {
            ApiId = call.Input.Required("restApiId"),
            Identifiers = new DistinctIdentifiers(services.Identifiers, present.DocumentationParts.Keys),
            Now = services.Time.GetUtcNow(),
            AccountId = call.AccountId,
            Region = call.Region,
        });
        if (!reading.IsOpenApi) throw ServiceException.BadRequest("Unable to build importer with provided input.");
        DefinitionBody.Check(reading.Findings, call.Input.Flag("failOnWarnings"));
        var overwrite = call.Input.Text("mode") == "overwrite";
        var ids = await apis.ChangeAsync(
            call,
            Missing.Api,
            definition =>
            {
                var parts = overwrite ? DocumentationParts.Overwrite(definition.DocumentationParts, reading.Parts) : DocumentationParts.Merge(definition.DocumentationParts, reading.Parts);
                var imported = reading.Parts.Select(part => part.Location.Completed()).ToHashSet();
                ImmutableArray<string> ids = [.. parts.Values.Where(part => imported.Contains(part.Location.Completed())).Select(part => part.Id)];
                return (definition with { DocumentationParts = parts }, ids);
            },
            cancellationToken);
        return (ids, DefinitionBody.Messages(reading.Findings, FindingSeverity.Warning));
    }

    private static DocumentationLocation Location(InputStructure input) => new(
        Enum.Parse<DocumentationPartType>(input.Required("type")), input.TextOrNull("path"), input.TextOrNull("method"), input.TextOrNull("statusCode"), input.TextOrNull("name"));

    private static (RestApiDefinition Next, DocumentationPart Result) Kept(RestApiDefinition definition, DocumentationPart part) =>
        (definition with { DocumentationParts = definition.DocumentationParts.SetItem(part.Id, part) }, part);

    private static DocumentationPart PartOf(OperationCall call, RestApiDefinition definition) =>
        definition.DocumentationParts.GetValueOrDefault(call.Input.Required("documentationPartId")) ?? throw Missing.DocumentationPart(call);

    private static void Write(Utf8JsonWriter writer, DocumentationPart part)
    {
        writer.WriteStartObject();
        if (part.Id.Length > 0) writer.WriteString("id", part.Id);
        writer.WriteStartObject("location");
        writer.WriteString("type", part.Location.Type.ToString());
        writer.WriteOptional("path", part.Location.Path);
        writer.WriteOptional("method", part.Location.Method);
        writer.WriteOptional("statusCode", part.Location.StatusCode);
        writer.WriteOptional("name", part.Location.Name);
        writer.WriteEndObject();
        if (part.Properties.Length > 0) writer.WriteString("properties", part.Properties);
        writer.WriteEndObject();
    }

    private static void WriteImported(Utf8JsonWriter writer, (ImmutableArray<string> Ids, ImmutableArray<string> Warnings) imported)
    {
        writer.WriteStartObject();
        writer.WriteTexts("ids", imported.Ids);
        writer.WriteTextsUnlessEmpty("warnings", imported.Warnings);
        writer.WriteEndObject();
    }
}
