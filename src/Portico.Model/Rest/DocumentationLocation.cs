namespace Portico.Model.Rest;

/// <summary>What a documentation part speaks of. Only the members that were given are set.</summary>
/// <param name="Path">Of a resource, with its variables: <c>/pets/{petId}</c>; null means <c>/</c>.</param>
/// <param name="Method">A verb; null and <c>*</c> mean any.</param>
/// <param name="StatusCode">Three digits; null and <c>*</c> mean any.</param>
/// <param name="Name">Of a parameter, header, model or authorizer.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPartLocation.html"/>
public sealed record DocumentationLocation(DocumentationPartType Type, string? Path = null, string? Method = null, string? StatusCode = null, string? Name = null)
{
    /// <summary>The same with the defaults of the members that its type has; two parts of equal completed locations are about the same thing.</summary>
    public DocumentationLocation Completed()
    {
        var fields = DocumentationRules.FieldsOf(Type);
        return new(
            Type,
            fields.HasFlag(DocumentationFields.Path) ? Or(Path, "/") : null,
            fields.HasFlag(DocumentationFields.Method) ? Or(Method, "*") : null,
            fields.HasFlag(DocumentationFields.StatusCode) ? Or(StatusCode, "*") : null,
            fields.HasFlag(DocumentationFields.Name) ? Or(Name, null) : null);

        static string? Or(string? value, string? otherwise) => string.IsNullOrEmpty(value) ? otherwise : value;
    }

    /// <summary><c>type 'METHOD', path '/pets', method 'GET'</c>.</summary>
    public override string ToString() => string.Join(
        ", ",
        new[] { ("type", Type.ToString()), ("path", Path), ("method", Method), ("statusCode", StatusCode), ("name", Name) }
            .Where(each => !string.IsNullOrEmpty(each.Item2))
            .Select(each => $"{each.Item1} '{each.Item2}'"));
}

public enum DocumentationPartType
{
    API,
    AUTHORIZER,
    MODEL,
    RESOURCE,
    METHOD,
    PATH_PARAMETER,
    QUERY_PARAMETER,
    REQUEST_HEADER,
    REQUEST_BODY,
    RESPONSE,
    RESPONSE_HEADER,
    RESPONSE_BODY,
}

/// <summary>The members that a location of some type may have.</summary>
[Flags]
public enum DocumentationFields
{
    None = 0,
    Path = 1,
    Method = 2,
    StatusCode = 4,
    Name = 8,
}
