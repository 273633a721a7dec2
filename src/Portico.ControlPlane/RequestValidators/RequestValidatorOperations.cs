using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.RequestValidators;

/// <summary>What is checked of a request before its back end is called.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_RequestValidator.html"/>
internal sealed class RequestValidatorOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateRequestValidator", CreateAsync, Write)
        .Add("GetRequestValidators", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetRequestValidator", GetAsync, Write)
        .Add("UpdateRequestValidator", UpdateAsync, Write)
        .Add("DeleteRequestValidator", DeleteAsync);

    private ValueTask<RequestValidator> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var validator = RequestValidatorRules.Checked(new()
        {
            Id = services.Identifiers.Next(6),
            Name = call.Input.Text("name"),
            ValidateRequestBody = call.Input.Flag("validateRequestBody") ?? false,
            ValidateRequestParameters = call.Input.Flag("validateRequestParameters") ?? false,
        });
        return apis.ChangeAsync(
            call,
            _ => ServiceException.BadRequest("Invalid REST API identifier specified"),
            definition => (definition with { RequestValidators = definition.RequestValidators.Add(validator.Id, validator) }, validator),
            cancellationToken);
    }

    private async ValueTask<Page<RequestValidator>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        Page.Of(call.Input, (await apis.DefinitionAsync(call, Missing.Api, cancellationToken)).RequestValidators.Values, validator => validator.Id);

    private async ValueTask<RequestValidator> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValidatorOf(call, await apis.DefinitionAsync(call, Missing.RequestValidator, cancellationToken));

    private ValueTask<RequestValidator> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.RequestValidator,
            definition =>
            {
                var validator = RequestValidatorPatches.Apply(ValidatorOf(call, definition), call.Input.PatchOperations());
                return (definition with { RequestValidators = definition.RequestValidators.SetItem(validator.Id, validator) }, validator);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.RequestValidator,
            definition =>
            {
                var id = ValidatorOf(call, definition).Id;
                // A method whose validator vanished would check nothing and still look as if it did.
                foreach (var resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
                {
                    if (resource.Methods.Values.FirstOrDefault(method => method.RequestValidatorId == id) is { } user)
                    {
                        throw ServiceException.Conflict($"Cannot delete request validator '{id}', is referenced in method: {user.HttpMethod}/{resource.Path}");
                    }
                }

                return (definition with { RequestValidators = definition.RequestValidators.Remove(id) }, true);
            },
            cancellationToken);

    private static RequestValidator ValidatorOf(OperationCall call, RestApiDefinition definition) =>
        definition.RequestValidators.GetValueOrDefault(call.Input.Required("requestValidatorId")) ?? throw Missing.RequestValidator(call);

    private static void Write(Utf8JsonWriter writer, RequestValidator validator)
    {
        writer.WriteStartObject();
        writer.WriteString("id", validator.Id);
        writer.WriteOptional("name", validator.Name);
        writer.WriteBoolean("validateRequestBody", validator.ValidateRequestBody);
        writer.WriteBoolean("validateRequestParameters", validator.ValidateRequestParameters);
        writer.WriteEndObject();
    }
}
