namespace Portico.Storage;

/// <summary>An API was made, changed or deleted; <see cref="Catalog.FindRestApiAsync"/> tells which.</summary>
public sealed record CatalogChange(string ApiId);
