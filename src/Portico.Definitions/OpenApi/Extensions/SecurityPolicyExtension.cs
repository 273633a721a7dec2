using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The TLS versions and ciphers of the default endpoint.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html"/>
internal static class SecurityPolicyExtension
{
    public const string Name = "x-amazon-apigateway-security-policy";

    public static string? Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("securityPolicy");
        if (import.Text(root[Name], element) is not { } policy) return null;
        import.Place(element, root[Name]);
        import.Fidelity(root[Name]!, $"the security policy '{policy}' is kept and shown; which TLS versions are taken is set on Portico's listeners", element);
        return policy;
    }

    public static JsonNode? Write(OpenApiExport export) => export.Definition.Api.SecurityPolicy;
}
