namespace Portico.Aws.Policies;

/// <summary>A decision, and who made it.</summary>
/// <param name="Effect">What was decided.</param>
/// <param name="Document">The name of the deciding document; null when nothing applied.</param>
/// <param name="Statement">The deciding statement, counted from 0.</param>
/// <param name="Sid">Its id, if it has one.</param>
public readonly record struct PolicyDecision(PolicyEffect Effect, string? Document = null, int Statement = 0, string? Sid = null)
{
    public override string ToString() => Document is null ? Effect.ToString() : $"{Effect} by {Document}, statement {Statement}{(Sid is null ? "" : $" ({Sid})")}";
}
