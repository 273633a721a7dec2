using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Reads one operation into a method: parameters, body, answers, security, validator and integration.</summary>
internal sealed partial class OperationReader(OpenApiImport import, ModelTable models, IReadOnlyDictionary<string, RequestValidator> validators, SecurityReader security)
{
    private const string DefaultMediaType = "application/json";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal, "tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses", "security", "deprecated", "consumes", "produces", "schemes");

    // Of OpenAPI, and without effect in API Gateway.
    private static readonly FrozenSet<string> Ignored = FrozenSet.Create(StringComparer.Ordinal, "callbacks", "servers");

    public Method? Read(SourceNode operation, SourceNode? pathParameters, Resource resource, string httpMethod)
    {
        var scope = new MethodScope { Resource = resource, HttpMethod = httpMethod };
        var element = scope.Address;
        import.Place(element, operation);
        ExtensionTable.Sweep(import, operation, ExtensionPlaces.Operation, element);
        UnknownMembers(operation, element);

        var parameters = Parameters(operation, pathParameters, element);
        scope = scope with
        {
            RequestParameters = RequestParameters(parameters, operation, pathParameters, element),
            MethodResponses = Responses(operation, element),
        };
        var access = security.For(operation, element);
        if (AuthExtension.Read(import, operation, element) is { } own) access = access with { AuthorizationType = own, Authorizer = null, Scopes = [] };
        return new Method
        {
            HttpMethod = httpMethod,
            AuthorizationType = access.AuthorizationType,
            AuthorizerId = access.Authorizer?.Id,
            AuthorizationScopes = access.Scopes,
            ApiKeyRequired = access.ApiKeyRequired,
            OperationName = import.Text(operation["operationId"], element),
            RequestValidatorId = RequestValidatorExtension.Read(import, operation, validators, element),
            RequestParameters = scope.RequestParameters,
            RequestModels = RequestModels(parameters, operation, element),
            MethodResponses = scope.MethodResponses,
            Integration = IntegrationExtension.Read(import, operation, scope),
        };
    }

    private void UnknownMembers(SourceNode operation, ElementAddress element)
    {
        foreach (var member in operation.Children)
        {
            if (Known.Contains(member.Name) || member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) continue;
            import.KeyWarning(
                member,
                Ignored.Contains(member.Name) ? $"API Gateway ignores '{member.Name}' of an operation" : $"'{member.Name}' is not a member of an operation, and API Gateway ignores it",
                element);
        }
    }

    /// <summary>Those of the path with those of the operation over them; a parameter is one name in one place.</summary>
    private List<SourceNode> Parameters(SourceNode operation, SourceNode? pathParameters, ElementAddress element)
    {
        var result = new OrderedDictionary<(string Place, string Name), SourceNode>();
        foreach (var item in import.Items(pathParameters, element).Concat(import.Items(operation["parameters"], element)))
        {
            if (import.Mapping(item, element) is null || import.Resolve(item, element) is not { } parameter || import.Mapping(parameter, element) is null) continue;
            if (import.Text(parameter["in"], element) is not { } place)
            {
                import.Error(parameter, "a parameter says where it stands; 'in' is missing", element);
                continue;
            }

            var name = import.Text(parameter["name"], element);
            if (name is null && place is not "body")
            {
                import.Error(parameter, "a parameter has a name; 'name' is missing", element);
                continue;
            }

            // A method has one body, whatever its parameter is called.
            result[(place, place is "body" ? "" : name!)] = parameter;
        }

        return [.. result.Values];
    }

    private ImmutableSortedDictionary<string, bool> RequestParameters(List<SourceNode> parameters, SourceNode operation, SourceNode? pathParameters, ElementAddress element)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        import.Place(element.Part("request parameters"), operation["parameters"] ?? pathParameters);
        foreach (var parameter in parameters)
        {
            var name = parameter["name"]?.Text ?? "";
            var place = parameter["in"]!;
            switch (place.Text)
            {
                case "path" or "header" or "query":
                    var key = $"method.request.{(place.Text is "query" ? "querystring" : place.Text)}.{name}";
                    import.Place(element.Part("request parameters").Part(key), parameter);
                    if (MappingTarget.TryParseMethodRequest(key) is null)
                    {
                        import.Error(parameter["name"]!, MappingRefusal.Malformed(key), element);
                    }
                    else if (!names.Add(name))
                    {
                        import.Error(parameter["name"]!, $"Parameter names must be unique across querystring, header and path: '{name}' stands in two of them", element);
                    }
                    else
                    {
                        result[key] = import.Flag(parameter["required"], element) ?? false;
                    }

                    break;
                case "body" when import.IsVersion2:
                    break;
                case "formData" when import.IsVersion2:
                    import.Warning(parameter, $"API Gateway drops the form parameter '{name}'; the body reaches the integration as it is", element);
                    break;
                case "cookie" when !import.IsVersion2:
                    import.Warning(parameter, $"API Gateway drops the cookie parameter '{name}'; the header Cookie reaches the integration as it is", element);
                    break;
                default:
                    import.Error(place, $"'{place.Text}' is not a place of a parameter; use one of {(import.IsVersion2 ? "path, query, header, body, formData" : "path, query, header, cookie")}", element);
                    break;
            }
        }

        return result.ToImmutable();
    }

    private ImmutableSortedDictionary<string, string> RequestModels(List<SourceNode> parameters, SourceNode operation, ElementAddress element)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (import.IsVersion2)
        {
            if (parameters.LastOrDefault(parameter => parameter["in"]!.Text is "body")?["schema"] is not { } schema) return result.ToImmutable();
            if (models.NameFor(schema, element) is not { } name) return result.ToImmutable();
            foreach (var mediaType in MediaTypes(operation, "consumes", element))
            {
                result[mediaType] = name;
            }

            return result.ToImmutable();
        }

        if (operation["requestBody"] is { } body && import.Mapping(body, element) is not null && import.Resolve(body, element) is { } resolved)
        {
            Content(resolved, result, element);
        }

        return result.ToImmutable();
    }

    private void Content(SourceNode owner, ImmutableSortedDictionary<string, string>.Builder result, ElementAddress element)
    {
        foreach (var media in import.Mapping(owner["content"], element)?.Children ?? [])
        {
            if (import.Mapping(media, element)?["schema"] is { } schema && models.NameFor(schema, element) is { } name) result[media.Name] = name;
        }
    }

    private ImmutableArray<string> MediaTypes(SourceNode operation, string member, ElementAddress element)
    {
        var list = import.Items(operation[member] ?? import.Root[member], element);
        if (operation[member] is null && import.Root[member] is { } shared && !import.Repeat(shared.Size, shared)) return [];
        var types = list.Select(item => import.Text(item, element)).OfType<string>().ToImmutableArray();
        return types.IsEmpty ? [DefaultMediaType] : types;
    }

    private ImmutableSortedDictionary<string, MethodResponse> Responses(SourceNode operation, ElementAddress element)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, MethodResponse>(StringComparer.Ordinal);
        foreach (var member in import.Mapping(operation["responses"], element)?.Children ?? [])
        {
            var status = member.Name;
            if (status.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) continue;
            if (status is "default" || Range().IsMatch(status))
            {
                import.KeyWarning(member, $"API Gateway ignores the response '{status}': a method response has one status code", element);
            }
            else if (!StatusCodeRule.Holds(status))
            {
                import.KeyError(member, StatusCodeRule.Refusal(status), element);
            }
            else if (import.Mapping(member, element) is not null && import.Resolve(member, element) is { } response)
            {
                import.Place(element.Part("responses").Part(status), member);
                result[status] = Response(status, response, operation, element);
            }
        }

        return result.ToImmutable();
    }

    private MethodResponse Response(string status, SourceNode response, SourceNode operation, ElementAddress element)
    {
        if (response["links"] is { } links) import.KeyWarning(links, "API Gateway ignores 'links' of a response", element);
        var headers = ImmutableSortedDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
        foreach (var header in import.Mapping(response["headers"], element)?.Children ?? [])
        {
            var key = $"method.response.header.{header.Name}";
            if (MappingTarget.TryParseMethodResponseHeader(key) is null) import.KeyError(header, MappingRefusal.Malformed(key), element);
            else headers[key] = false;
        }

        var bodies = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!import.IsVersion2)
        {
            Content(response, bodies, element);
        }
        else if (response["schema"] is { } schema && models.NameFor(schema, element) is { } name)
        {
            foreach (var mediaType in MediaTypes(operation, "produces", element))
            {
                bodies[mediaType] = name;
            }
        }

        return new MethodResponse
        {
            StatusCode = status,
            ResponseParameters = headers.Count == 0 ? null : headers.ToImmutable(),
            ResponseModels = bodies.Count == 0 ? null : bodies.ToImmutable(),
        };
    }

    [GeneratedRegex(@"\A[1-5][xX][xX]\z")]
    private static partial Regex Range();
}
