using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Models;

/// <summary>Schemas of bodies.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Model.html"/>
internal sealed class ModelOperations(ControlPlaneServices services, RestApiAccess apis)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateModel", CreateAsync, Write)
        .Add("GetModels", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetModel", GetAsync, Write)
        .Add("GetModelTemplate", GetTemplateAsync, WriteTemplate)
        .Add("UpdateModel", UpdateAsync, Write)
        .Add("DeleteModel", DeleteAsync);

    private ValueTask<SchemaModel> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var model = Compiled(SchemaModelRules.Checked(new()
        {
            Id = services.Identifiers.Next(6),
            Name = input.Required("name"),
            Description = input.TextOrNull("description"),
            ContentType = input.Required("contentType"),
            Schema = input.Text("schema") ?? "",
        }));
        return apis.ChangeAsync(
            call,
            Missing.Api,
            definition => definition.Models.ContainsKey(model.Name)
                ? throw ServiceException.Conflict("Model name already exists for this REST API")
                : (definition with { Models = definition.Models.Add(model.Name, model) }, model),
            cancellationToken);
    }

    private async ValueTask<Page<SchemaModel>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        Page.Of(call.Input, (await apis.DefinitionAsync(call, Missing.Api, cancellationToken)).Models.Values, model => model.Name);

    private async ValueTask<SchemaModel> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var definition = await apis.DefinitionAsync(call, Missing.Model, cancellationToken);
        var model = ModelOf(call, definition);
        return call.Input.Flag("flatten") == true && FlatSchema.Of(definition, model) is { } flat ? model with { Schema = flat.ToJsonString(Indented) } : model;
    }

    private async ValueTask<string> GetTemplateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var definition = await apis.DefinitionAsync(call, Missing.Model, cancellationToken);
        var model = ModelOf(call, definition);
        return ModelTemplate.Of(definition, model)
            ?? throw ServiceException.BadRequest($"A mapping template can be made only of a JSON schema; the model {model.Name} is of type {model.ContentType}");
    }

    private ValueTask<SchemaModel> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Model,
            definition =>
            {
                var model = Compiled(SchemaModelPatches.Apply(ModelOf(call, definition), call.Input.PatchOperations()));
                return (definition with { Models = definition.Models.SetItem(model.Name, model) }, model);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Model,
            definition =>
            {
                var name = ModelOf(call, definition).Name;
                SchemaModelRules.CheckUnused(definition, name);
                return (definition with { Models = definition.Models.Remove(name) }, true);
            },
            cancellationToken);

    private SchemaModel Compiled(SchemaModel model) =>
        SchemaModelRules.IsJson(model.ContentType) && !services.IsSchema(model.Schema) ? throw SchemaModelRules.InvalidSchema() : model;

    private static SchemaModel ModelOf(OperationCall call, RestApiDefinition definition) =>
        definition.Models.GetValueOrDefault(call.Input.Required("modelName")) ?? throw Missing.Model(call);

    private static void WriteTemplate(Utf8JsonWriter writer, string template)
    {
        writer.WriteStartObject();
        writer.WriteString("value", template);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SchemaModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id", model.Id);
        writer.WriteString("name", model.Name);
        writer.WriteOptional("description", model.Description);
        writer.WriteString("schema", model.Schema);
        writer.WriteString("contentType", model.ContentType);
        writer.WriteEndObject();
    }
}
