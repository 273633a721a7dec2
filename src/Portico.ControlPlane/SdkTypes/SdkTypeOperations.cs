using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Protocol;

namespace Portico.ControlPlane.SdkTypes;

/// <summary>The languages that clients are generated for.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdkTypes.html"/>
internal static class SdkTypeOperations
{
    public static void AddTo(OperationHandlers handlers) => handlers
        .Add("GetSdkTypes", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetSdkType", GetAsync, Write);

    private static ValueTask<Page<SdkType>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Page.Of(call.Input, SdkType.All, type => type.Id));

    private static ValueTask<SdkType> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SdkType.All.FirstOrDefault(type => type.Id == call.Input.Required("id")) ?? throw ServiceException.NotFound("Invalid SDK type identifier specified"));

    private static void Write(Utf8JsonWriter writer, SdkType type)
    {
        writer.WriteStartObject();
        writer.WriteString("id", type.Id);
        writer.WriteString("friendlyName", type.FriendlyName);
        writer.WriteString("description", type.Description);
        writer.WriteStartArray("configurationProperties");
        foreach (var property in type.Properties)
        {
            writer.WriteStartObject();
            writer.WriteString("name", property.Name);
            writer.WriteString("friendlyName", property.FriendlyName);
            writer.WriteString("description", property.Description);
            writer.WriteBoolean("required", property.Required);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
