using System.Collections.Immutable;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>What the security requirements of an operation ask of it.</summary>
/// <param name="ApiKeyRequired">A key of a usage plan.</param>
/// <param name="AuthorizationType">As a method has it.</param>
/// <param name="Authorizer">The authorizer that is asked, or null.</param>
/// <param name="Scopes">Of which a token must have one; only user pools know them.</param>
internal sealed record RequiredAccess(bool ApiKeyRequired, string AuthorizationType, Authorizer? Authorizer, ImmutableArray<string> Scopes)
{
    public static RequiredAccess Open { get; } = new(false, "NONE", null, []);
}

/// <summary>
/// Reads <c>security</c> and the schemes that it names. API Gateway adds up the entries of the list: a key and an authorizer in
/// two entries are both required.
/// </summary>
internal sealed class SecurityReader
{
    private readonly OpenApiImport _import;
    private readonly SourceNode? _schemes;
    private readonly Dictionary<SourceNode, RequiredAccess> _read = [];
    private readonly Dictionary<SourceNode, Authorizer> _authorizers = [];

    public SecurityReader(OpenApiImport import)
    {
        _import = import;
        _schemes = import.Mapping(import.IsVersion2 ? import.Root["securityDefinitions"] : import.Mapping(import.Root["components"])?["securitySchemes"]);
        // Recorded: an authorizer is made of each scheme that has one, also of one that no operation names.
        foreach (var scheme in _schemes?.Children ?? [])
        {
            if (!scheme.IsMapping) continue;
            ExtensionTable.Sweep(import, scheme, ExtensionPlaces.SecurityScheme);
            if (AuthorizerExtension.Read(import, scheme, scheme.Name) is { } authorizer) _authorizers.Add(scheme, authorizer);
        }
    }

    public ImmutableSortedDictionary<string, Authorizer> ToAuthorizers() =>
        _authorizers.Values.ToImmutableSortedDictionary(authorizer => authorizer.Id, authorizer => authorizer, StringComparer.Ordinal);

    /// <summary>What <paramref name="operation"/> asks for; recorded: without a list of its own, that of the whole document.</summary>
    public RequiredAccess For(SourceNode operation, ElementAddress element)
    {
        if ((operation["security"] ?? _import.Root["security"]) is not { } security) return RequiredAccess.Open;
        // Many operations may share one list; what there is to say about it is said once.
        if (!_read.TryGetValue(security, out var access)) _read.Add(security, access = Read(security, element));
        return access;
    }

    private RequiredAccess Read(SourceNode security, ElementAddress element)
    {
        var access = RequiredAccess.Open;
        foreach (var requirement in _import.Items(security, element))
        {
            if (_import.Mapping(requirement, element) is null) continue;
            if (requirement.Children.Count == 0)
            {
                _import.Warning(requirement, "API Gateway ignores an empty entry of 'security'; it does not make the others optional", element);
            }

            foreach (var named in requirement.Children) access = With(access, named, element);
        }

        return access;
    }

    private RequiredAccess With(RequiredAccess access, SourceNode named, ElementAddress element)
    {
        if (_schemes?[named.Name] is not { } written)
        {
            // A misspelt name would leave the method open.
            _import.KeyError(named, $"'{named.Name}' is not a security scheme of this document{Declared()}", element);
            return access;
        }

        if (_import.Mapping(written, element) is null || _import.Resolve(written, element) is not { } scheme) return access;
        if (AuthTypeExtension.IsSignature(scheme)) return Authorized(access, "AWS_IAM", null, named, element);
        if (AuthorizerExtension.IsOn(scheme)) return WithAuthorizer(access, named, scheme, element);
        if (IsApiKey(scheme)) return access with { ApiKeyRequired = true };
        Unenforced(named, scheme, element);
        return access;
    }

    private RequiredAccess WithAuthorizer(RequiredAccess access, SourceNode named, SourceNode scheme, ElementAddress element)
    {
        if (!_authorizers.TryGetValue(scheme, out var authorizer))
        {
            // What is wrong with an authorizer that was written is said already.
            if (scheme[AuthorizerExtension.Name] is null or { IsNull: true })
            {
                _import.Error(
                    scheme[AuthTypeExtension.Name]!,
                    $"{element} relies on '{scheme.Name}', which is said to be '{scheme[AuthTypeExtension.Name]!.Text}' and has no {AuthorizerExtension.Name}; nobody could be asked",
                    element);
            }

            return access;
        }

        var next = Authorized(access, AuthorizerRules.AuthorizationType(authorizer.Type), authorizer, named, element);
        var scopes = _import.Items(named, element).Select(scope => _import.Text(scope, element)).OfType<string>().ToImmutableArray();
        if (scopes.IsEmpty) return next;
        if (authorizer.Type is AuthorizerType.COGNITO_USER_POOLS) return next with { Scopes = [.. next.Scopes.Union(scopes, StringComparer.Ordinal)] };
        _import.KeyError(named, "Invalid Method authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type", element);
        return next;
    }

    private RequiredAccess Authorized(RequiredAccess access, string type, Authorizer? authorizer, SourceNode named, ElementAddress element)
    {
        // One of two would not be asked, and a caller whom it refuses would be let in.
        if (access.AuthorizationType != "NONE" && (access.AuthorizationType != type || access.Authorizer != authorizer))
        {
            _import.KeyError(named, $"'{named.Name}' is a second authorization of the same operation; a method has one, and an API key beside it", element);
        }

        return access with { AuthorizationType = type, Authorizer = authorizer };
    }

    private void Unenforced(SourceNode named, SourceNode scheme, ElementAddress element) => _import.KeyWarning(
        named,
        $"API Gateway does not enforce '{named.Name}', a scheme of type '{scheme["type"]?.Text}'; what it enforces are an apiKey in the header x-api-key, x-amazon-apigateway-authtype awsSigv4, and schemes with x-amazon-apigateway-authorizer",
        element);

    private string Declared() => _schemes is { Children.Count: > 0 } ? $"; it has {OpenApiImport.Listed(_schemes.Children.Select(scheme => scheme.Name))}" : ", which has none";

    private static bool IsApiKey(SourceNode scheme) =>
        scheme["type"]?.Text is "apiKey" && scheme["in"]?.Text is "header" && string.Equals(scheme["name"]?.Text, "x-api-key", StringComparison.OrdinalIgnoreCase);
}
