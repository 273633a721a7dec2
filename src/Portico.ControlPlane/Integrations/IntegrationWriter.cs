using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Integrations;

internal static class IntegrationWriter
{
    public static void Write(Utf8JsonWriter writer, Integration integration)
    {
        writer.WriteStartObject();
        writer.WriteString("type", integration.Type.ToString());
        writer.WriteOptional("httpMethod", integration.HttpMethod);
        writer.WriteOptional("uri", integration.Uri);
        // Only towards HTTP is the default way shown.
        if (integration.ConnectionType is not (null or "INTERNET") || integration.Type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY)
        {
            writer.WriteString("connectionType", integration.ConnectionType ?? "INTERNET");
        }

        writer.WriteOptional("connectionId", integration.ConnectionId);
        writer.WriteOptional("credentials", integration.Credentials);
        writer.WriteOptional("requestParameters", integration.RequestParameters);
        writer.WriteTemplates("requestTemplates", integration.RequestTemplates);
        writer.WriteString("passthroughBehavior", integration.PassthroughBehavior);
        writer.WriteOptional("contentHandling", integration.ContentHandling);
        writer.WriteNumber("timeoutInMillis", integration.TimeoutInMillis);
        writer.WriteOptional("cacheNamespace", integration.CacheNamespace);
        writer.WriteTexts("cacheKeyParameters", integration.CacheKeyParameters);
        if (integration.IntegrationResponses.Count > 0) writer.WriteObjects("integrationResponses", integration.IntegrationResponses, WriteResponse);
        if (integration.TlsConfig is { } tls)
        {
            writer.WriteStartObject("tlsConfig");
            writer.WriteBoolean("insecureSkipVerification", tls.InsecureSkipVerification);
            writer.WriteEndObject();
        }

        writer.WriteOptional("responseTransferMode", integration.ResponseTransferMode);
        writer.WriteOptional("integrationTarget", integration.IntegrationTarget);
        writer.WriteEndObject();
    }

    public static void WriteResponse(Utf8JsonWriter writer, IntegrationResponse response)
    {
        writer.WriteStartObject();
        writer.WriteString("statusCode", response.StatusCode);
        writer.WriteOptional("selectionPattern", response.SelectionPattern);
        writer.WriteOptional("responseParameters", response.ResponseParameters);
        writer.WriteTemplates("responseTemplates", response.ResponseTemplates);
        writer.WriteOptional("contentHandling", response.ContentHandling);
        writer.WriteEndObject();
    }
}
