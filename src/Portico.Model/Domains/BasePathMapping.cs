namespace Portico.Model.Domains;

/// <summary>Which API, and which stage of it, answers below a path of a domain name.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_BasePathMapping.html"/>
public sealed record BasePathMapping
{
    /// <summary>AWS's word for the root of a domain name, and for a stage that the caller names.</summary>
    public const string None = "(none)";

    /// <summary>The <see cref="DomainName.Key"/> of the domain name.</summary>
    public required string DomainKey { get; init; }

    /// <summary>Segments separated by slashes, without one at either end; <see cref="None"/> for the root.</summary>
    public string BasePath { get; init; } = None;

    public required string RestApiId { get; init; }

    /// <summary>Null when callers name the stage by the first segment behind the base path.</summary>
    public string? Stage { get; init; }

    /// <summary>What tells it from every other.</summary>
    public string Key => KeyOf(DomainKey, BasePath);

    public static string KeyOf(string domainKey, string basePath) => $"{domainKey}/{basePath}";
}
