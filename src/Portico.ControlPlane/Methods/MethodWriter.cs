using System.Text.Json;
using Portico.ControlPlane.Integrations;
using Portico.ControlPlane.Wire;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Methods;

internal static class MethodWriter
{
    public static void Write(Utf8JsonWriter writer, Method method)
    {
        writer.WriteStartObject();
        writer.WriteString("httpMethod", method.HttpMethod);
        writer.WriteString("authorizationType", method.AuthorizationType);
        writer.WriteOptional("authorizerId", method.AuthorizerId);
        writer.WriteBoolean("apiKeyRequired", method.ApiKeyRequired);
        writer.WriteOptional("requestValidatorId", method.RequestValidatorId);
        writer.WriteOptional("operationName", method.OperationName);
        if (method.RequestParameters.Count > 0) writer.WriteOptional("requestParameters", method.RequestParameters);
        writer.WriteMapUnlessEmpty("requestModels", method.RequestModels);
        if (method.MethodResponses.Count > 0) writer.WriteObjects("methodResponses", method.MethodResponses, WriteResponse);
        if (method.Integration is { } integration)
        {
            writer.WritePropertyName("methodIntegration");
            IntegrationWriter.Write(writer, integration);
        }

        writer.WriteTextsUnlessEmpty("authorizationScopes", method.AuthorizationScopes);
        writer.WriteEndObject();
    }

    public static void WriteResponse(Utf8JsonWriter writer, MethodResponse response)
    {
        writer.WriteStartObject();
        writer.WriteString("statusCode", response.StatusCode);
        writer.WriteOptional("responseParameters", response.ResponseParameters);
        writer.WriteOptional("responseModels", response.ResponseModels);
        writer.WriteEndObject();
    }
}
