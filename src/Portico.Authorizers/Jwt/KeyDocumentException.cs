namespace Portico.Authorizers.Jwt;

/// <summary>A document of an issuer cannot be had or read.</summary>
public sealed class KeyDocumentException(string message, Exception? cause = null) : Exception(message, cause);
