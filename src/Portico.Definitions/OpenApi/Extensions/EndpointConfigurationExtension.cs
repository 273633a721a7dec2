using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>How the API is reached.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-endpoint-configuration.html"/>
internal static class EndpointConfigurationExtension
{
    public const string Name = "x-amazon-apigateway-endpoint-configuration";

    private const string Dualstack = "dualstack";

    public static (EndpointConfiguration Configuration, bool DisableExecuteApiEndpoint) Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("endpointConfiguration");
        var written = root[Name];
        foreach (var server in import.Items(root["servers"]))
        {
            written ??= server[Name];
        }

        import.Place(element, written);
        var settings = import.Mapping(written, element);
        var type = import.Options.EndpointType ?? Type(import, settings?["types"], element) ?? EndpointType.EDGE;
        var address = Address(import, settings?["ipAddressType"], type, element);
        var configuration = new EndpointConfiguration
        {
            Type = type,
            IpAddressType = address,
            VpcEndpointIds = [.. import.Items(settings?["vpcEndpointIds"], element).Select(id => import.Text(id, element)).OfType<string>()],
        };
        if (type is EndpointType.PRIVATE)
        {
            import.Fidelity(settings?["types"] ?? root, "a PRIVATE API is reached through VPC endpoints only; Portico answers it wherever it listens", element);
        }

        return (configuration, import.Flag(settings?["disableExecuteApiEndpoint"], element) ?? false);
    }

    private static EndpointType? Type(OpenApiImport import, SourceNode? types, ElementAddress element)
    {
        if (types is null or { IsNull: true }) return null;
        var names = types.IsScalar ? [types] : import.Items(types, element);
        switch (names.Count)
        {
            case 0 when types.IsMapping:
                return null;
            case 0:
                import.Error(types, "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.", element);
                return null;
            case > 1:
                import.Error(types, "Cannot create an api with multiple Endpoint Types.", element);
                return null;
        }

        if (import.Text(names[0], element) is not { } name) return null;
        // By name only: an enum would take numbers as well.
        foreach (var type in Enum.GetValues<EndpointType>())
        {
            if (string.Equals(type.ToString(), name, StringComparison.OrdinalIgnoreCase)) return type;
        }

        import.Error(names[0], $"Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE: found '{name}'", element);
        return null;
    }

    private static string Address(OpenApiImport import, SourceNode? node, EndpointType type, ElementAddress element)
    {
        var standard = type is EndpointType.PRIVATE ? Dualstack : EndpointConfiguration.Edge.IpAddressType;
        if (import.Text(node, element) is not { } address) return standard;
        ImmutableArray<string> known = ["ipv4", Dualstack];
        if (known.FirstOrDefault(one => string.Equals(one, address, StringComparison.OrdinalIgnoreCase)) is not { } chosen)
        {
            import.Error(node!, $"ipAddressType must be either ipv4 or dualstack. Found '{address}'", element);
            return standard;
        }

        if (type is EndpointType.PRIVATE && chosen != Dualstack) import.Error(node!, "Only dualstack ipAddressType is supported for Private APIs.", element);
        return chosen;
    }

    /// <summary>What differs from an EDGE endpoint without more; null when nothing does.</summary>
    public static JsonObject? Write(OpenApiExport export)
    {
        var api = export.Definition.Api;
        var endpoint = api.EndpointConfiguration;
        var result = new JsonObject();
        if (endpoint.Type is not EndpointType.EDGE) result["types"] = new JsonArray(endpoint.Type.ToString());
        if (endpoint.IpAddressType != RestApiRules.DefaultIpAddressType(endpoint.Type)) result["ipAddressType"] = endpoint.IpAddressType;
        if (endpoint.VpcEndpointIds is { IsDefaultOrEmpty: false } ids) result["vpcEndpointIds"] = OpenApiExport.Texts(ids);
        if (api.DisableExecuteApiEndpoint) result["disableExecuteApiEndpoint"] = true;
        return result.Count == 0 ? null : result;
    }
}
