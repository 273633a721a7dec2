using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The back end of an operation.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html"/>
internal static class IntegrationExtension
{
    public const string Name = "x-amazon-apigateway-integration";

    private const int ShortestTimeout = 50;
    private const int LongestStreamTimeout = 900_000;

    private static readonly ImmutableArray<string> Types = ["HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK"];
    private static readonly ImmutableArray<string> PassthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];
    private static readonly ImmutableArray<string> ContentHandlings = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"];
    private static readonly ImmutableArray<string> ConnectionTypes = ["INTERNET", "VPC_LINK"];
    private static readonly ImmutableArray<string> TransferModes = ["BUFFERED", "STREAM"];

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "type", "uri", "httpMethod", "credentials", "connectionType", "connectionId", "integrationTarget", "integration-target", "responseTransferMode", "timeoutInMillis", "tlsConfig",
        "requestParameters", "requestTemplates", "passthroughBehavior", "contentHandling", "cacheNamespace", "cacheKeyParameters", "responses");

    private static readonly FrozenSet<string> OfHttpApis = FrozenSet.Create(StringComparer.Ordinal, "payloadFormatVersion", "integrationSubtype");

    private static readonly FrozenSet<string> KnownOfResponses = FrozenSet.Create(
        StringComparer.Ordinal, "statusCode", "responseParameters", "responseTemplates", "contentHandling");

    /// <summary>The integration, or null when the operation has none, or after an error that leaves no type.</summary>
    public static Integration? Read(OpenApiImport import, SourceNode operation, MethodScope method)
    {
        var element = method.Address.Part("integration");
        if (import.Mapping(operation[Name], element) is not { } written) return null;
        import.Place(element, written);
        UnknownMembers(import, written, Known, "an integration", element);
        if (written["type"] is not { IsNull: false } typeNode)
        {
            import.Error(written, $"the integration has no type; use one of {string.Join(", ", Types)}", element);
            return null;
        }

        if (import.Word(typeNode, "an integration type", Types, element) is not { } typeName) return null;
        var type = Enum.Parse<IntegrationType>(typeName);
        var isHttp = type is IntegrationType.HTTP or IntegrationType.HTTP_PROXY;
        var uri = import.Text(written["uri"], element);
        import.Place(element.Part("uri"), written["uri"]);
        if (written["uri"] is null or { IsScalar: true } && IntegrationUri.Refusal(type, uri) is { } refusal) import.Error(written["uri"] ?? written, refusal, element.Part("uri"));

        var transferMode = import.Word(written["responseTransferMode"], "a response transfer mode", TransferModes, element);
        var connectionType = import.Word(written["connectionType"], "a connection type", ConnectionTypes, element);
        var connectionId = import.Text(written["connectionId"], element);
        if (connectionType is "VPC_LINK" && string.IsNullOrEmpty(connectionId))
        {
            import.Error(written["connectionType"]!, "a connection of type VPC_LINK needs a 'connectionId', the id of a VPC link", element);
        }

        var requestParameters = RequestParameters(import, written["requestParameters"], method, element.Part("requestParameters"));
        return new Integration
        {
            Type = type,
            HttpMethod = HttpMethod(import, written, type, element),
            Uri = uri,
            // Recorded: shown for the HTTP types, also when it was not given, and never for the others; a private connection is kept.
            ConnectionType = isHttp ? connectionType ?? "INTERNET" : connectionType is "VPC_LINK" ? connectionType : null,
            ConnectionId = connectionId,
            Credentials = import.Text(written["credentials"], element),
            RequestParameters = requestParameters,
            RequestTemplates = Templates(import, written["requestTemplates"], "requestTemplates", method, element.Part("requestTemplates"), emptyIsNull: false),
            PassthroughBehavior = import.Word(written["passthroughBehavior"], "a passthrough behavior", PassthroughBehaviors, element) ?? "WHEN_NO_MATCH",
            ContentHandling = import.Word(written["contentHandling"], "a content handling", ContentHandlings, element),
            TimeoutInMillis = Timeout(import, written["timeoutInMillis"], transferMode is "STREAM", element.Part("timeoutInMillis")),
            CacheNamespace = import.Text(written["cacheNamespace"], element) ?? method.Resource.Id,
            CacheKeyParameters = CacheKeys(import, written["cacheKeyParameters"], method, requestParameters, element),
            TlsConfig = Tls(import, written["tlsConfig"], element),
            ResponseTransferMode = transferMode,
            IntegrationTarget = import.Text(written["integrationTarget"] ?? written["integration-target"], element),
            IntegrationResponses = Responses(import, written["responses"], method, element.Part("responses")),
        };
    }

    private static void UnknownMembers(OpenApiImport import, SourceNode written, FrozenSet<string> known, string owner, ElementAddress element)
    {
        foreach (var member in written.Children)
        {
            if (known.Contains(member.Name) || member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) continue;
            import.KeyWarning(
                member,
                OfHttpApis.Contains(member.Name) ? $"'{member.Name}' belongs to HTTP APIs; a REST API ignores it" : $"'{member.Name}' is not a member of {owner}, and API Gateway ignores it",
                element);
        }
    }

    private static string? HttpMethod(OpenApiImport import, SourceNode written, IntegrationType type, ElementAddress element)
    {
        // Recorded: MOCK needs none and shows none.
        if (type is IntegrationType.MOCK) return null;
        var node = written["httpMethod"];
        if (import.Text(node, element) is not { Length: > 0 } text)
        {
            if (node is null or { IsScalar: true }) import.Error(node ?? written, "Enumeration value for HttpMethod must be non-empty: the integration has no 'httpMethod'", element);
            return null;
        }

        var httpMethod = text.ToUpperInvariant();
        if (Method.HttpMethods.Contains(httpMethod)) return httpMethod;
        import.Error(node!, $"Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY: found '{text}'", element);
        return null;
    }

    private static int Timeout(OpenApiImport import, SourceNode? node, bool streams, ElementAddress element)
    {
        import.Place(element, node);
        if (import.WholeNumber(node, element) is not { } milliseconds) return Integration.DefaultTimeoutInMillis;
        var longest = streams ? LongestStreamTimeout : Integration.DefaultTimeoutInMillis;
        if (milliseconds < ShortestTimeout || milliseconds > longest)
        {
            import.Error(node!, string.Create(CultureInfo.InvariantCulture, $"Timeout should be between {ShortestTimeout} ms and {longest} ms: found {milliseconds}"), element);
        }

        return milliseconds;
    }

    private static TlsConfig? Tls(OpenApiImport import, SourceNode? node, ElementAddress element)
    {
        if (import.Mapping(node, element) is not { } tls) return null;
        if (tls["serverNameToVerify"] is { } name) import.KeyWarning(name, "'serverNameToVerify' belongs to HTTP APIs; a REST API ignores it", element);
        return new TlsConfig(import.Flag(tls["insecureSkipVerification"], element) ?? false);
    }

    private static ImmutableArray<string> CacheKeys(
        OpenApiImport import, SourceNode? node, MethodScope method, ImmutableSortedDictionary<string, string>? requestParameters, ElementAddress element)
    {
        var result = ImmutableArray.CreateBuilder<string>();
        foreach (var item in import.Items(node, element))
        {
            if (import.Text(item, element) is not { } key) continue;
            if (!method.RequestParameters.ContainsKey(key) && requestParameters?.ContainsKey(key) is not true)
            {
                import.Error(item, $"Invalid cache key parameter specified: '{key}' is not a parameter that the method declares", element);
            }

            result.Add(key);
        }

        return result.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string>? RequestParameters(OpenApiImport import, SourceNode? map, MethodScope method, ElementAddress element)
    {
        if (import.Mapping(map, element) is not { } written) return null;
        import.Place(element, written);
        var result = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var member in written.Children)
        {
            var part = element.Part(member.Name);
            import.Place(part, member);
            if (member.Kind is not SourceKind.String)
            {
                import.Warning(member, MappingRefusal.NotText("requestParameters", member.Name, method, MethodScope.Shown(member)), part);
                continue;
            }

            if (MappingTarget.TryParseIntegrationRequest(member.Name) is null) import.KeyError(member, MappingRefusal.Malformed(member.Name), part);
            var expression = MappingExpression.TryParseRequest(member.Text);
            if (expression is null)
            {
                import.Error(member, MappingRefusal.Malformed(member.Text), part);
            }
            else if (expression.MethodParameterKey is { } key && !method.RequestParameters.ContainsKey(key))
            {
                import.Error(member, MappingRefusal.Undeclared(member.Text), part);
            }

            result[member.Name] = member.Text;
        }

        return result.ToImmutable();
    }

    private static ImmutableArray<MediaTypeTemplate>? Templates(OpenApiImport import, SourceNode? map, string name, MethodScope method, ElementAddress element, bool emptyIsNull)
    {
        if (import.Mapping(map, element) is not { } written) return null;
        import.Place(element, written);
        var result = ImmutableArray.CreateBuilder<MediaTypeTemplate>();
        foreach (var member in written.Children)
        {
            var part = element.Part(member.Name);
            import.Place(part, member);
            if (!MethodScope.IsTemplateKey(member.Name))
            {
                import.KeyError(member, MappingRefusal.ContentType(member.Name), part);
            }
            else if (member.Kind is SourceKind.String)
            {
                // Recorded for answers: an empty template is stored as null.
                result.Add(new(member.Name, member.Text.Length == 0 && emptyIsNull ? null : member.Text));
            }
            else if (member.IsNull)
            {
                result.Add(new(member.Name, null));
            }
            else
            {
                import.Warning(member, MappingRefusal.NotText(name, member.Name, method, MethodScope.Shown(member)), part);
            }
        }

        return result.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, IntegrationResponse> Responses(OpenApiImport import, SourceNode? map, MethodScope method, ElementAddress element)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, IntegrationResponse>(StringComparer.Ordinal);
        var patterns = new Dictionary<string, string>(StringComparer.Ordinal);
        import.Place(element, map);
        foreach (var member in import.Mapping(map, element)?.Children ?? [])
        {
            var part = element.Part(member.Name);
            import.Place(part, member);
            if (import.Mapping(member, part) is not { } written)
            {
                if (member.IsNull) import.KeyError(member, "an integration response has a 'statusCode'", part);
                continue;
            }

            UnknownMembers(import, written, KnownOfResponses, "an integration response", part);
            if (import.Text(written["statusCode"], part) is not { } status)
            {
                if (written["statusCode"] is null or { IsNull: true }) import.Error(written, "the integration response has no 'statusCode', the method response that it leads to", part);
                continue;
            }

            if (!StatusCodeRule.Holds(status))
            {
                import.Error(written["statusCode"]!, StatusCodeRule.Refusal(status), part);
                continue;
            }

            // A proxy without declared answers lists a default in AWS's own examples, so nothing is held against it.
            if (!method.MethodResponses.IsEmpty && !method.MethodResponses.ContainsKey(status))
            {
                import.Error(
                    written["statusCode"]!,
                    $"Invalid Response status code specified: '{status}' is not a response of the operation; it has {OpenApiImport.Listed(method.MethodResponses.Keys)}",
                    part);
            }

            if (!patterns.TryAdd(status, member.Name))
            {
                import.KeyWarning(member, $"'{patterns[status]}' and '{member.Name}' both lead to {status}; a method has one integration response for each status code, and the later one stays", part);
                patterns[status] = member.Name;
            }

            result[status] = new IntegrationResponse
            {
                StatusCode = status,
                SelectionPattern = member.Name is "default" or "" ? null : member.Name,
                ResponseParameters = ResponseParameters(import, written["responseParameters"], method, status, part.Part("responseParameters")),
                ResponseTemplates = Templates(import, written["responseTemplates"], "responseTemplates", method, part.Part("responseTemplates"), emptyIsNull: true),
                ContentHandling = import.Word(written["contentHandling"], "a content handling", ContentHandlings, part),
            };
        }

        return result.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string>? ResponseParameters(
        OpenApiImport import, SourceNode? map, MethodScope method, string status, ElementAddress element)
    {
        if (import.Mapping(map, element) is not { } written) return null;
        // A status that the operation does not have was said already; its headers need no word of their own.
        var declared = method.MethodResponses.GetValueOrDefault(status);
        var isKnown = declared is not null || method.MethodResponses.IsEmpty;
        import.Place(element, written);
        var result = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var member in written.Children)
        {
            var part = element.Part(member.Name);
            import.Place(part, member);
            if (member.Kind is not SourceKind.String)
            {
                import.Warning(member, MappingRefusal.NotText("responseParameters", member.Name, method, MethodScope.Shown(member)), part);
                continue;
            }

            if (MappingTarget.TryParseMethodResponseHeader(member.Name) is null) import.KeyError(member, MappingRefusal.Malformed(member.Name), part);
            else if (isKnown && declared?.ResponseParameters?.ContainsKey(member.Name) is not true) import.KeyError(member, MappingRefusal.Undeclared(member.Name), part);
            if (MappingExpression.TryParseResponse(member.Text) is null) import.Error(member, MappingRefusal.Malformed(member.Text), part);
            result[member.Name] = member.Text;
        }

        return result.ToImmutable();
    }

    /// <summary>The integration, its members in AWS's order; defaults are left out.</summary>
    public static JsonObject Write(Integration integration, Resource resource)
    {
        var result = new JsonObject { ["type"] = integration.Type.ToString().ToLowerInvariant() };
        Text("credentials", integration.Credentials);
        Text("httpMethod", integration.HttpMethod);
        Text("uri", integration.Uri);
        if (integration.IntegrationResponses.Count > 0) result["responses"] = Responses(integration);
        if (integration.RequestParameters is { } parameters) result["requestParameters"] = OpenApiExport.Map(parameters);
        if (integration.RequestTemplates is { } templates) result["requestTemplates"] = OpenApiExport.Templates(templates);
        Text("passthroughBehavior", integration.PassthroughBehavior.ToLowerInvariant());
        Text("contentHandling", integration.ContentHandling);
        if (integration.ConnectionType is "VPC_LINK") Text("connectionType", integration.ConnectionType);
        Text("connectionId", integration.ConnectionId);
        Text("integrationTarget", integration.IntegrationTarget);
        Text("responseTransferMode", integration.ResponseTransferMode);
        if (integration.TimeoutInMillis != Integration.DefaultTimeoutInMillis) result["timeoutInMillis"] = integration.TimeoutInMillis;
        if (integration.CacheNamespace != resource.Id) Text("cacheNamespace", integration.CacheNamespace);
        if (!integration.CacheKeyParameters.IsDefaultOrEmpty) result["cacheKeyParameters"] = OpenApiExport.Texts(integration.CacheKeyParameters);
        if (integration.TlsConfig is { } tls) result["tlsConfig"] = new JsonObject { ["insecureSkipVerification"] = tls.InsecureSkipVerification };
        return result;

        void Text(string name, string? value)
        {
            if (value is not null) result[name] = value;
        }
    }

    private static JsonObject Responses(Integration integration)
    {
        var result = new JsonObject();
        foreach (var response in integration.IntegrationResponses.Values)
        {
            var written = new JsonObject { ["statusCode"] = response.StatusCode };
            if (response.ResponseParameters is { } parameters) written["responseParameters"] = OpenApiExport.Map(parameters);
            if (response.ResponseTemplates is { } templates) written["responseTemplates"] = OpenApiExport.Templates(templates);
            if (response.ContentHandling is { } handling) written["contentHandling"] = handling;
            result[response.IsDefault ? "default" : response.SelectionPattern!] = written;
        }

        return result;
    }
}
