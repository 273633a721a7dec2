using System.Collections.Immutable;

namespace Portico.Aws.Policies;

/// <summary>What came of a policy's text.</summary>
/// <param name="Document">Null when there are findings.</param>
/// <param name="Findings">Everything that is wrong with it.</param>
public sealed record PolicyParse(PolicyDocument? Document, ImmutableArray<PolicyFinding> Findings);
