namespace Portico.DataPlane.Stages;

/// <summary>Where requests below a path of a domain name go.</summary>
/// <param name="BasePath">Segments without a slash at either end; empty for the root.</param>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">Its stage; null when the first segment behind the base path names it.</param>
public sealed record DomainMapping(string BasePath, string ApiId, string? StageName);
