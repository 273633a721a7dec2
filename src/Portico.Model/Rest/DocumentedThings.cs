using Portico.Model.Mapping;

namespace Portico.Model.Rest;

/// <summary>Everything of an API that a documentation part can speak of.</summary>
public static class DocumentedThings
{
    /// <summary>The exact location of each thing, from the API down.</summary>
    public static IEnumerable<DocumentationLocation> Of(RestApiDefinition definition)
    {
        yield return new(DocumentationPartType.API);
        foreach (var authorizer in definition.Authorizers.Values) yield return new(DocumentationPartType.AUTHORIZER, Name: authorizer.Name);
        foreach (var model in definition.Models.Keys) yield return new(DocumentationPartType.MODEL, Name: model);
        foreach (var resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            yield return new(DocumentationPartType.RESOURCE, resource.Path);
            foreach (var method in resource.Methods.Values)
            {
                foreach (var location in Of(resource.Path, method)) yield return location;
            }
        }
    }

    /// <summary>The location of a parameter that a method declares under a key such as <c>method.request.path.id</c>; null when the key is none.</summary>
    public static DocumentationLocation? OfParameter(string path, string httpMethod, string key) => MappingTarget.TryParseMethodRequest(key) is { } target
        ? new(
            target.Place switch
            {
                ParameterPlace.Header => DocumentationPartType.REQUEST_HEADER,
                ParameterPlace.Path => DocumentationPartType.PATH_PARAMETER,
                _ => DocumentationPartType.QUERY_PARAMETER,
            },
            path, httpMethod, Name: target.Name)
        : null;

    private static IEnumerable<DocumentationLocation> Of(string path, Method method)
    {
        yield return new(DocumentationPartType.METHOD, path, method.HttpMethod);
        foreach (var key in method.RequestParameters.Keys)
        {
            if (OfParameter(path, method.HttpMethod, key) is { } parameter) yield return parameter;
        }

        if (method.RequestModels.Count > 0) yield return new(DocumentationPartType.REQUEST_BODY, path, method.HttpMethod);
        foreach (var response in method.MethodResponses.Values)
        {
            yield return new(DocumentationPartType.RESPONSE, path, method.HttpMethod, response.StatusCode);
            foreach (var key in response.ResponseParameters?.Keys ?? [])
            {
                if (MappingTarget.TryParseMethodResponseHeader(key) is { } header) yield return new(DocumentationPartType.RESPONSE_HEADER, path, method.HttpMethod, response.StatusCode, header);
            }

            if (response.ResponseModels?.Count > 0) yield return new(DocumentationPartType.RESPONSE_BODY, path, method.HttpMethod, response.StatusCode);
        }
    }
}
