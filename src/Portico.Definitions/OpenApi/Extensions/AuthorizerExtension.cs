using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>An authorizer. It cannot be enforced here so far, and a method that relied on it would stand open; so it is refused.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html"/>
internal static class AuthorizerExtension
{
    public const string Name = "x-amazon-apigateway-authorizer";

    /// <summary>True for a scheme that has an authorizer, or a word for one.</summary>
    public static bool IsOn(SourceNode scheme) => scheme[Name] is not null || scheme[AuthTypeExtension.Name] is { IsNull: false };

    public static void Refuse(OpenApiImport import, SourceNode scheme, ElementAddress element)
    {
        var authorizer = scheme[Name];
        var kind = authorizer?["type"]?.Text ?? scheme[AuthTypeExtension.Name]?.Text ?? "";
        import.Error(
            authorizer ?? scheme[AuthTypeExtension.Name]!,
            $"{element} relies on the authorizer '{scheme.Name}' of type '{kind}'; Portico does not enforce authorizers yet and so refuses the definition",
            element);
    }
}
