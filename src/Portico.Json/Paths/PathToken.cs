using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>One part of a path. Linked once by <see cref="JsonPath"/>, never changed afterwards.</summary>
internal abstract class PathToken
{
    public PathToken? Next { get; private set; }

    /// <summary>Whether everything before this part leads to one value; only then does a dead end make the whole path missing.</summary>
    public bool IsUpstreamDefinite { get; private set; }

    public bool IsLeaf => Next is null;

    public abstract bool IsDefinite { get; }

    /// <summary>Whether <see cref="TryStep"/> says all there is to say about this part.</summary>
    public virtual bool IsStep => false;

    public void Link(PathToken? next, bool isUpstreamDefinite)
    {
        Next = next;
        IsUpstreamDefinite = isUpstreamDefinite;
    }

    /// <returns>False when the path as a whole is missing or has failed: nothing further is looked at.</returns>
    public abstract bool Evaluate(JsonElement model, PathEvaluation evaluation);

    public virtual bool TryStep(ref JsonElement element) => false;

    protected bool Continue(JsonElement element, PathEvaluation evaluation) =>
        evaluation.Spend() && (Next is null ? evaluation.Add(element) : Next.Evaluate(element, evaluation));
}
