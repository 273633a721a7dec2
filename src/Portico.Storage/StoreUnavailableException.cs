namespace Portico.Storage;

/// <summary>The store cannot be opened or used; the message says what is wrong, where, and what would put it right.</summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
