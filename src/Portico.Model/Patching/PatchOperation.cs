namespace Portico.Model.Patching;

/// <summary>One step of an update, as it came.</summary>
/// <param name="Path">A JSON pointer into the thing that is updated; null when it was not sent.</param>
/// <param name="From">The source of a copy.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html"/>
public sealed record PatchOperation(string? Op, string? Path, string? Value = null, string? From = null);
