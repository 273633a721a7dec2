namespace Portico.Fuzz;

/// <summary>Nothing crashed, but what came out is not what was promised.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message);
