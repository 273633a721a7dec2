using System.Collections.Immutable;

namespace Portico.Model.Patching;

/// <summary>One row of a patch table: a place, what may be done there, and how.</summary>
/// <param name="path">A JSON pointer in which <c>{}</c> stands for any one segment.</param>
/// <param name="apply">Makes the next state or refuses. It never sees an operation that <paramref name="allowed"/> does not hold.</param>
public sealed class PatchRow<TState>(string path, PatchOps allowed, Func<TState, PatchStep, TState> apply)
{
    private readonly ImmutableArray<string> _segments = [.. path.Split('/').Skip(1)];

    public string Path { get; } = path;

    public PatchOps Allowed { get; } = allowed;

    internal TState Apply(TState state, PatchStep step) => apply(state, step);

    /// <summary>What stands at the row's <c>{}</c>, or null when the place is another one.</summary>
    internal ImmutableArray<string>? Match(ImmutableArray<string> segments)
    {
        if (segments.Length != _segments.Length) return null;
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i] == "{}") names.Add(segments[i]);
            else if (_segments[i] != segments[i]) return null;
        }

        return names.DrainToImmutable();
    }
}
