using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.Aws;
using Portico.Aws.Vocabulary;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.GatewayResponses;

/// <summary>What the gateway itself answers. Every type always exists; those that nobody set read as their defaults.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_GatewayResponse.html"/>
internal sealed class GatewayResponseOperations(RestApiAccess apis)
{
    private static readonly ImmutableArray<MediaTypeTemplate> DefaultTemplates = [new("application/json", GatewayResponseType.DefaultTemplate)];

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutGatewayResponse", PutAsync, Write)
        .Add("GetGatewayResponses", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetGatewayResponse", GetAsync, Write)
        .Add("UpdateGatewayResponse", UpdateAsync, Write)
        .Add("DeleteGatewayResponse", DeleteAsync);

    private ValueTask<Shown> PutAsync(OperationCall call, CancellationToken cancellationToken)
    {
        CheckValues(call.Input, "responseParameters");
        CheckValues(call.Input, "responseTemplates");
        var response = GatewayResponseRules.Checked(new()
        {
            ResponseType = call.Input.Required("responseType"),
            StatusCode = call.Input.TextOrNull("statusCode"),
            ResponseParameters = call.Input.MapOrEmpty("responseParameters"),
            ResponseTemplates = call.Input.Templates("responseTemplates") ?? [],
        });
        return apis.ChangeAsync(call, Missing.Api, definition => Kept(definition, response), cancellationToken);
    }

    private async ValueTask<Page<Shown>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var definition = await apis.DefinitionAsync(call, Missing.Api, cancellationToken);
        return Page.Of(call.Input, GatewayResponseType.All.Select(type => ShownOf(definition, type.Name)), shown => shown.Response.ResponseType);
    }

    private async ValueTask<Shown> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        ShownOf(await apis.DefinitionAsync(call, Missing.Api, cancellationToken), call.Input.Required("responseType"));

    // Patching a type that nobody set makes it from its default.
    private ValueTask<Shown> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Api,
            definition =>
            {
                var present = ShownOf(definition, call.Input.Required("responseType")).Response;
                if (present.ResponseTemplates.IsEmpty) present = present with { ResponseTemplates = DefaultTemplates };
                return Kept(definition, GatewayResponsePatches.Apply(present, call.Input.PatchOperations()));
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Api,
            definition =>
            {
                var type = call.Input.Required("responseType");
                return definition.GatewayResponses.ContainsKey(type)
                    ? (definition with { GatewayResponses = definition.GatewayResponses.Remove(type) }, true)
                    : throw ServiceException.NotFound("Gateway response type not defined on api");
            },
            cancellationToken);

    private static (RestApiDefinition Next, Shown Result) Kept(RestApiDefinition definition, GatewayResponse response) =>
        (definition with { GatewayResponses = definition.GatewayResponses.SetItem(response.ResponseType, response) }, new(response, IsDefault: false));

    private static Shown ShownOf(RestApiDefinition definition, string type) =>
        definition.GatewayResponses.GetValueOrDefault(type) is { } set ? new(set, IsDefault: false) : new(new() { ResponseType = type }, IsDefault: true);

    private static void CheckValues(InputStructure input, string member)
    {
        if (input.TextMap(member)?.Any(pair => string.IsNullOrEmpty(pair.Value)) == true) throw ServiceException.BadRequest($"Invalid null or empty value in {member}");
    }

    private static void Write(Utf8JsonWriter writer, Shown shown)
    {
        var response = shown.Response;
        writer.WriteStartObject();
        writer.WriteString("responseType", response.ResponseType);
        writer.WriteOptional("statusCode", response.StatusCode ?? GatewayResponseType.Find(response.ResponseType)?.DefaultStatusCode?.ToString(CultureInfo.InvariantCulture));
        writer.WriteMap("responseParameters", response.ResponseParameters);
        writer.WriteTemplates("responseTemplates", response.ResponseTemplates.IsEmpty ? DefaultTemplates : response.ResponseTemplates);
        writer.WriteBoolean("defaultResponse", shown.IsDefault);
        writer.WriteEndObject();
    }

    private sealed record Shown(GatewayResponse Response, bool IsDefault);
}
