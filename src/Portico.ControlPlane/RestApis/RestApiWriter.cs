using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Rest;

namespace Portico.ControlPlane.RestApis;

internal static class RestApiWriter
{
    public static void Write(Utf8JsonWriter writer, RestApi api) => Write(writer, api, [], emptyTags: false);

    /// <param name="emptyTags">Answers of updates show tags even when there are none.</param>
    public static void Write(Utf8JsonWriter writer, RestApi api, IReadOnlyList<string> warnings, bool emptyTags)
    {
        writer.WriteStartObject();
        writer.WriteString("id", api.Id);
        writer.WriteString("name", api.Name);
        writer.WriteOptional("description", api.Description);
        writer.WriteDate("createdDate", api.CreatedDate);
        writer.WriteOptional("version", api.Version);
        if (warnings.Count > 0) writer.WriteTexts("warnings", warnings);
        writer.WriteTextsUnlessEmpty("binaryMediaTypes", api.BinaryMediaTypes);
        if (api.MinimumCompressionSize is { } size) writer.WriteNumber("minimumCompressionSize", size);
        writer.WriteString("apiKeySource", api.ApiKeySource.ToString());
        writer.WriteStartObject("endpointConfiguration");
        writer.WriteTexts("types", [api.EndpointConfiguration.Type.ToString()]);
        writer.WriteString("ipAddressType", api.EndpointConfiguration.IpAddressType);
        writer.WriteTextsUnlessEmpty("vpcEndpointIds", api.EndpointConfiguration.VpcEndpointIds);
        writer.WriteEndObject();
        writer.WriteOptional("policy", string.IsNullOrEmpty(api.Policy) ? null : Escaped(api.Policy));
        if (emptyTags || api.Tags.Count > 0) writer.WriteMap("tags", api.Tags);
        writer.WriteBoolean("disableExecuteApiEndpoint", api.DisableExecuteApiEndpoint);
        writer.WriteString("rootResourceId", api.RootResourceId);
        writer.WriteOptional("securityPolicy", api.SecurityPolicy);
        writer.WriteOptional("endpointAccessMode", api.EndpointAccessMode);
        writer.WriteEndObject();
    }

    // AWS answers the text as it stands inside a JSON string: clients unquote it once more.
    private static string Escaped(string policy) => JsonEncodedText.Encode(policy, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString().Replace("/", "\\/", StringComparison.Ordinal);
}
