namespace Portico.Model.Rest;

/// <summary>What AWS calls a Model: a named schema of a body. (The plain name is taken by this project.)</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Model.html"/>
public sealed record SchemaModel
{
    public required string Id { get; init; }

    /// <summary>Letters and digits.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string ContentType { get; init; }

    /// <summary>JSON Schema draft 4 as text; other models are named by <see cref="ReferenceTo"/>.</summary>
    public required string Schema { get; init; }

    /// <summary>The <c>$ref</c> by which another model names this one.</summary>
    public static string ReferenceTo(string apiId, string modelName) => $"https://apigateway.amazonaws.com/restapis/{apiId}/models/{modelName}";

    /// <summary>The model <c>Empty</c> that every API made by CreateRestApi starts with.</summary>
    public static SchemaModel DefaultEmpty(string id) => new()
    {
        Id = id,
        Name = "Empty",
        Description = "This is a default empty schema model",
        ContentType = "application/json",
        Schema = "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}",
    };

    /// <summary>The model <c>Error</c> that every API made by CreateRestApi starts with.</summary>
    public static SchemaModel DefaultError(string id) => new()
    {
        Id = id,
        Name = "Error",
        Description = "This is a default error schema model",
        ContentType = "application/json",
        Schema = "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}",
    };
}
