using System.Collections.Immutable;

namespace Portico.DataPlane.Stages;

/// <summary>Where requests to a domain name go that have certain headers or a certain base path.</summary>
/// <param name="Id">What the access log calls it.</param>
/// <param name="Headers">All of them must be there.</param>
/// <param name="BasePath">Segments without a slash at either end; null for any path.</param>
/// <param name="StripsBasePath">Whether the base path is cut off.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html"/>
public sealed record DomainRule(string Id, ImmutableArray<HeaderPattern> Headers, string? BasePath, string ApiId, string StageName, bool StripsBasePath);
