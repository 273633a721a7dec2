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
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateModel", CreateAsync, Write)
        .Add("GetModels", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetModel", GetAsync, Write)
        .Add("UpdateModel", UpdateAsync, Write)
        .Add("DeleteModel", DeleteAsync);

    private ValueTask<SchemaModel> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var model = SchemaModelRules.Checked(new()
        {
            Id = services.Identifiers.Next(6),
            Name = input.Required("name"),
            Description = input.TextOrNull("description"),
            ContentType = input.Required("contentType"),
            Schema = input.Text("schema") ?? "",
        });
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
        var model = ModelOf(call, await apis.DefinitionAsync(call, Missing.Model, cancellationToken));
        return call.Input.Flag("flatten") == true && model.Schema.Contains("\"$ref\"", StringComparison.Ordinal)
            ? throw new ServiceException(501, "UnsupportedOperation", "GetModel with flatten is not available in this version of Portico for a model that refers to others")
            : model;
    }

    private ValueTask<SchemaModel> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Model,
            definition =>
            {
                var model = SchemaModelPatches.Apply(ModelOf(call, definition), call.Input.PatchOperations());
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

    private static SchemaModel ModelOf(OperationCall call, RestApiDefinition definition) =>
        definition.Models.GetValueOrDefault(call.Input.Required("modelName")) ?? throw Missing.Model(call);

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
