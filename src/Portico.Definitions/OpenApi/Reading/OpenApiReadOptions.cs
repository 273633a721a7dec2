using Portico.Model.Identifiers;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Reading;

/// <summary>What a reader of OpenAPI must know besides the text.</summary>
public sealed record OpenApiReadOptions
{
    /// <summary>The file as the user named it, shown in findings; null when the text came over the wire.</summary>
    public string? File { get; init; }

    /// <summary>The id of the API; references between models carry it.</summary>
    public required string ApiId { get; init; }

    /// <summary>Gives the ids of resources, models and validators, six characters each.</summary>
    public required IIdentifierSource Identifiers { get; init; }

    /// <summary>Becomes <see cref="RestApi.CreatedDate"/>.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <value>What <c>${AWS::AccountId}</c> stands for: twelve digits. Default <c>000000000000</c>.</value>
    public string AccountId { get; init; } = "000000000000";

    /// <value>What <c>${AWS::Region}</c> stands for; <c>${AWS::Partition}</c> follows from it. Default <c>us-east-1</c>.</value>
    public string Region { get; init; } = "us-east-1";

    public BasePathMode BasePath { get; init; } = BasePathMode.Ignore;

    /// <summary>The query parameter <c>ignore=documentation</c>: what the definition says in words is passed over.</summary>
    public bool IgnoreDocumentation { get; init; }

    /// <summary>The query parameter <c>endpointConfigurationTypes</c>, or null when it was not given. It wins over the definition.</summary>
    public EndpointType? EndpointType { get; init; }
}
