namespace Portico.Model.Rest;

/// <summary>What is checked before the back end is called.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_RequestValidator.html"/>
public sealed record RequestValidator
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public bool ValidateRequestBody { get; init; }

    public bool ValidateRequestParameters { get; init; }
}
