namespace Portico.Fuzz;

/// <summary>A text that broke a promise, and how.</summary>
internal sealed record FuzzFailure(string Input, string Reason);
