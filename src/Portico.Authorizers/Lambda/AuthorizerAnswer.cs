using Portico.Aws.Policies;
using Portico.DataPlane.Callers;

namespace Portico.Authorizers.Lambda;

/// <summary>What a function said about a caller; held against each method that he calls.</summary>
/// <param name="Policy">What he may do.</param>
/// <param name="Context"><c>$context.authorizer</c>.</param>
/// <param name="UsageIdentifierKey">His API key, or null.</param>
/// <param name="Bytes">How long the answer was.</param>
internal sealed record AuthorizerAnswer(PolicyDocument Policy, AuthorizerContext Context, string? UsageIdentifierKey, int Bytes);
