using System.Collections.Frozen;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi;

/// <summary>The objects of OpenAPI on which extensions of API Gateway stand.</summary>
[Flags]
internal enum ExtensionPlaces
{
    None = 0,
    Root = 1,
    PathItem = 2,
    Operation = 4,
    SecurityScheme = 8,
    Server = 16,
    Components = 32,
    Tag = 64,
}

/// <summary>
/// Every extension that AWS documents. The readers take up those that they know; this table says something about all others, so
/// that none is passed over in silence.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html"/>
internal static class ExtensionTable
{
    private const string Prefix = "x-amazon-apigateway-";
    private const string OfHttpApis = "belongs to HTTP APIs; a REST API ignores it";

    // name, where it stands, what AWS does instead of reading it
    private static readonly FrozenDictionary<string, Row> Rows = new Row[]
    {
        new(AnyMethodExtension.Name, ExtensionPlaces.PathItem),
        new(IntegrationExtension.Name, ExtensionPlaces.Operation),
        new("x-amazon-apigateway-integrations", ExtensionPlaces.Components, Ignored: OfHttpApis),
        new(AuthorizerExtension.Name, ExtensionPlaces.SecurityScheme),
        new(AuthTypeExtension.Name, ExtensionPlaces.SecurityScheme),
        new(AuthExtension.Name, ExtensionPlaces.Operation),
        new(RequestValidatorsExtension.Name, ExtensionPlaces.Root),
        new(RequestValidatorExtension.Name, ExtensionPlaces.Root | ExtensionPlaces.Operation),
        new(GatewayResponsesExtension.Name, ExtensionPlaces.Root),
        new(DocumentationExtension.Name, ExtensionPlaces.Root),
        new(BinaryMediaTypesExtension.Name, ExtensionPlaces.Root),
        new(MinimumCompressionSizeExtension.Name, ExtensionPlaces.Root),
        new(ApiKeySourceExtension.Name, ExtensionPlaces.Root),
        new(PolicyExtension.Name, ExtensionPlaces.Root),
        new(EndpointConfigurationExtension.Name, ExtensionPlaces.Root | ExtensionPlaces.Server),
        new("x-amazon-apigateway-cors", ExtensionPlaces.Root, Ignored: OfHttpApis),
        new("x-amazon-apigateway-importexport-version", ExtensionPlaces.Root, Ignored: OfHttpApis),
        new("x-amazon-apigateway-tag-value", ExtensionPlaces.Tag, Ignored: OfHttpApis),
        new(SecurityPolicyExtension.Name, ExtensionPlaces.Root),
        new(EndpointAccessModeExtension.Name, ExtensionPlaces.Root),
    }.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>Says what there is to say about the extensions on <paramref name="node"/> that no reader takes up.</summary>
    public static void Sweep(OpenApiImport import, SourceNode node, ExtensionPlaces place, ElementAddress? element = null)
    {
        foreach (var member in node.Children)
        {
            if (!node.IsMapping || !member.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            if (!Rows.TryGetValue(member.Name, out var row))
            {
                var meant = Rows.Keys.FirstOrDefault(name => string.Equals(name, member.Name, StringComparison.OrdinalIgnoreCase));
                import.KeyWarning(member, $"'{member.Name}' is not an extension of API Gateway, which ignores it{(meant is null ? "" : $"; write '{meant}'")}", element);
            }
            else if ((row.Places & place) == 0)
            {
                import.KeyWarning(member, $"'{member.Name}' does not belong here, and API Gateway ignores it; it stands on {Named(row.Places)}", element);
            }
            else if (row.Ignored is not null)
            {
                import.KeyWarning(member, $"'{member.Name}' {row.Ignored}", element);
            }
        }
    }

    private static string Named(ExtensionPlaces places) => string.Join(" or ", Enum.GetValues<ExtensionPlaces>().Where(place => (places & place) != 0).Select(place => place switch
    {
        ExtensionPlaces.Root => "the top of the document",
        ExtensionPlaces.PathItem => "a path",
        ExtensionPlaces.Operation => "an operation",
        ExtensionPlaces.SecurityScheme => "a security scheme",
        ExtensionPlaces.Server => "a server",
        ExtensionPlaces.Components => "'components'",
        _ => "a tag",
    }));

    private sealed record Row(string Name, ExtensionPlaces Places, string? Ignored = null);
}
