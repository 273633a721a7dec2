using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi;

/// <summary>What the security requirements of an operation ask of it.</summary>
/// <param name="ApiKeyRequired">A key of a usage plan.</param>
/// <param name="Signature">A signature of AWS's Signature Version 4.</param>
/// <param name="Authorizers">The schemes that name an authorizer.</param>
internal sealed record RequiredAccess(bool ApiKeyRequired, bool Signature, IReadOnlyList<SourceNode> Authorizers);

/// <summary>
/// Reads <c>security</c> and the schemes that it names. API Gateway adds up the entries of the list: a key and an authorizer in
/// two entries are both required.
/// </summary>
internal sealed class SecurityReader(OpenApiImport import)
{
    private readonly SourceNode? _schemes = import.Mapping(import.IsVersion2 ? import.Root["securityDefinitions"] : import.Mapping(import.Root["components"])?["securitySchemes"]);
    private readonly Dictionary<SourceNode, RequiredAccess> _read = [];
    private readonly HashSet<SourceNode> _refused = [];

    private static readonly RequiredAccess Open = new(false, false, []);

    /// <summary>What <paramref name="operation"/> asks for; recorded: without a list of its own, that of the whole document.</summary>
    public RequiredAccess For(SourceNode operation, ElementAddress element)
    {
        if ((operation["security"] ?? import.Root["security"]) is not { } security) return Open;
        // Many operations may share one list; what there is to say about it is said once.
        if (!_read.TryGetValue(security, out var access)) _read.Add(security, access = Read(security, element));
        return access;
    }

    /// <summary>The authorization type that the data plane enforces; an error for what it cannot.</summary>
    public string Enforced(RequiredAccess access, SourceNode operation, ElementAddress element)
    {
        foreach (var scheme in access.Authorizers)
        {
            if (_refused.Add(scheme)) AuthorizerExtension.Refuse(import, scheme, element);
        }

        return access.Signature ? "AWS_IAM" : "NONE";
    }

    /// <summary>Speaks of the schemes on which nothing relied.</summary>
    public void Finish()
    {
        foreach (var scheme in _schemes?.Children ?? [])
        {
            if (!scheme.IsMapping) continue;
            ExtensionTable.Sweep(import, scheme, ExtensionPlaces.SecurityScheme);
            if (scheme[AuthorizerExtension.Name] is { } authorizer && !_refused.Contains(scheme))
            {
                import.Fidelity(authorizer, $"the authorizer '{scheme.Name}' is left out: Portico has no authorizers yet; no method relies on it");
            }
        }
    }

    private RequiredAccess Read(SourceNode security, ElementAddress element)
    {
        var apiKey = false;
        var signature = false;
        var authorizers = new List<SourceNode>();
        foreach (var requirement in import.Items(security, element))
        {
            if (import.Mapping(requirement, element) is null) continue;
            if (requirement.Children.Count == 0)
            {
                import.Warning(requirement, "API Gateway ignores an empty entry of 'security'; it does not make the others optional", element);
            }

            foreach (var named in requirement.Children)
            {
                if (_schemes?[named.Name] is not { } written)
                {
                    // A misspelt name would leave the method open.
                    import.KeyError(named, $"'{named.Name}' is not a security scheme of this document{Declared()}", element);
                    continue;
                }

                if (import.Mapping(written, element) is null || import.Resolve(written, element) is not { } scheme) continue;
                if (AuthTypeExtension.IsSignature(scheme)) signature = true;
                else if (AuthorizerExtension.IsOn(scheme)) authorizers.Add(scheme);
                else if (IsApiKey(scheme)) apiKey = true;
                else Unenforced(named, scheme, element);
            }
        }

        return new(apiKey, signature, authorizers);
    }

    private void Unenforced(SourceNode named, SourceNode scheme, ElementAddress element) => import.KeyWarning(
        named,
        $"API Gateway does not enforce '{named.Name}', a scheme of type '{scheme["type"]?.Text}'; what it enforces are an apiKey in the header x-api-key, x-amazon-apigateway-authtype awsSigv4, and schemes with x-amazon-apigateway-authorizer",
        element);

    private string Declared() => _schemes is { Children.Count: > 0 } ? $"; it has {OpenApiImport.Listed(_schemes.Children.Select(scheme => scheme.Name))}" : ", which has none";

    private static bool IsApiKey(SourceNode scheme) =>
        scheme["type"]?.Text is "apiKey" && scheme["in"]?.Text is "header" && string.Equals(scheme["name"]?.Text, "x-api-key", StringComparison.OrdinalIgnoreCase);
}
