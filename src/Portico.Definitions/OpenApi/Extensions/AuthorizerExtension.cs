using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The authorizer for which a security scheme stands; its name is that of the scheme.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html"/>
internal static class AuthorizerExtension
{
    public const string Name = "x-amazon-apigateway-authorizer";

    private const string Header = "method.request.header.";

    private static readonly ImmutableArray<string> Types = [.. Enum.GetNames<AuthorizerType>()];

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "type", "authorizerUri", "authorizerCredentials", "identitySource", "identityValidationExpression", "authorizerResultTtlInSeconds", "providerARNs");

    private static readonly FrozenSet<string> OfHttpApis = FrozenSet.Create(
        StringComparer.Ordinal, "authorizerPayloadFormatVersion", "enableSimpleResponses", "jwtConfiguration");

    /// <summary>True for a scheme that has an authorizer, or a word for one.</summary>
    public static bool IsOn(SourceNode scheme) => scheme[Name] is not null || scheme[AuthTypeExtension.Name] is { IsNull: false };

    /// <summary>The authorizer of a scheme; null when it has none, or after an error.</summary>
    public static Authorizer? Read(OpenApiImport import, SourceNode scheme, string name)
    {
        var element = ElementAddress.Authorizer(name);
        if (import.Mapping(scheme[Name], element) is not { } written) return null;
        import.Place(element, written);
        UnknownMembers(import, written, element);
        if (written["type"] is not { IsNull: false } typeNode)
        {
            import.Error(written, $"the authorizer '{name}' has no type; use one of {string.Join(", ", Types)}", element);
            return null;
        }

        if (import.Word(typeNode, "an authorizer type of a REST API", Types, element) is not { } typeName) return null;
        var type = Enum.Parse<AuthorizerType>(typeName);
        var authorizer = new Authorizer
        {
            Id = import.Options.Identifiers.Next(6),
            Name = name,
            Type = type,
            ProviderArns = [.. import.Items(written["providerARNs"], element).Select(arn => import.Text(arn, element)).OfType<string>()],
            AuthType = import.Text(scheme[AuthTypeExtension.Name], element) ?? AuthorizerRules.DefaultAuthType(type),
            AuthorizerUri = import.Text(written["authorizerUri"], element),
            AuthorizerCredentials = import.Text(written["authorizerCredentials"], element),
            IdentitySource = import.Text(written["identitySource"], element) is { Length: > 0 } source ? source : type is AuthorizerType.REQUEST ? null : HeaderOf(scheme),
            IdentityValidationExpression = import.Text(written["identityValidationExpression"], element),
            // Recorded: a TOKEN authorizer shows only what the document has, a REQUEST authorizer its default.
            AuthorizerResultTtlInSeconds = import.WholeNumber(written["authorizerResultTtlInSeconds"], element) ?? (type is AuthorizerType.TOKEN ? null : Authorizer.DefaultTtlInSeconds),
        };
        if (AuthorizerRules.Refusal(authorizer) is { } refusal) import.Error(written, $"Unable to create authorizer '{name}': {refusal}", element);
        return authorizer;
    }

    // Recorded: the header of the scheme is what a token is read from.
    private static string? HeaderOf(SourceNode scheme) =>
        scheme["in"]?.Text is "header" && scheme["name"]?.Text is { Length: > 0 } header && MappingExpression.IsParameterName(header) ? Header + header : null;

    private static void UnknownMembers(OpenApiImport import, SourceNode written, ElementAddress element)
    {
        foreach (var member in written.Children)
        {
            if (Known.Contains(member.Name) || member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) continue;
            import.KeyWarning(
                member,
                OfHttpApis.Contains(member.Name) ? $"'{member.Name}' belongs to HTTP APIs; a REST API ignores it" : $"'{member.Name}' is not a member of an authorizer, and API Gateway ignores it",
                element);
        }
    }

    /// <summary>The scheme of an authorizer; plain when the extension is not asked for.</summary>
    public static JsonObject Write(OpenApiExport export, Authorizer authorizer)
    {
        var sources = AuthorizerRules.Sources(authorizer.IdentitySource);
        var isHeader = authorizer.Type is not AuthorizerType.REQUEST && sources is [var only] && only.StartsWith(Header, StringComparison.Ordinal);
        // A scheme has a name; where no single header is meant, AWS writes this word.
        var scheme = new JsonObject { ["type"] = "apiKey", ["name"] = isHeader ? sources[0][Header.Length..] : "Unused", ["in"] = "header" };
        if (!export.Has(ExportExtensions.Authorizers)) return scheme;
        if (authorizer.AuthType is { } word) scheme[AuthTypeExtension.Name] = word;
        var written = new JsonObject();
        if (authorizer.AuthorizerUri is { } uri) written["authorizerUri"] = uri;
        if (authorizer.AuthorizerCredentials is { } credentials) written["authorizerCredentials"] = credentials;
        if (!authorizer.ProviderArns.IsDefaultOrEmpty) written["providerARNs"] = OpenApiExport.Texts(authorizer.ProviderArns);
        if (authorizer.AuthorizerResultTtlInSeconds is { } seconds) written["authorizerResultTtlInSeconds"] = seconds;
        if (!isHeader && authorizer.IdentitySource is { } source) written["identitySource"] = source;
        if (authorizer.IdentityValidationExpression is { } expression) written["identityValidationExpression"] = expression;
        written["type"] = authorizer.Type.ToString().ToLowerInvariant();
        scheme[Name] = written;
        return scheme;
    }
}
