namespace Portico.Model.Rest;

/// <summary>An immutable snapshot of an API; its content is a <see cref="DeploymentSnapshot"/>, kept apart because it is large and rarely read.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html"/>
public sealed record Deployment
{
    public required string Id { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }
}

/// <summary>What an API was when a deployment was made.</summary>
public sealed record DeploymentSnapshot(string DeploymentId, RestApiDefinition Definition);
