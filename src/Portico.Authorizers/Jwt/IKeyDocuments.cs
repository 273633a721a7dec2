namespace Portico.Authorizers.Jwt;

/// <summary>Where the documents of issuers come from.</summary>
public interface IKeyDocuments
{
    /// <summary>A document of JSON.</summary>
    /// <exception cref="KeyDocumentException">It cannot be had, or is too large.</exception>
    ValueTask<string> GetAsync(Uri address, CancellationToken cancellationToken);
}
