using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Stages;

/// <summary>Which requests of a stage are its canary's.</summary>
/// <param name="canary">What they run.</param>
/// <param name="percent">Their share, 0 to 100.</param>
/// <param name="stickyHeader">The header whose values decide, so that a client always meets the same side; null for none. Requests without it are drawn.</param>
/// <param name="draw">A number between 0 and 2^32, each as likely as any other.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html"/>
public sealed class CanaryChoice(CompiledStage canary, double percent, string? stickyHeader, Func<uint> draw)
{
    // Below it is the canary; 2^32 is all.
    private readonly ulong _threshold = (ulong)Math.Round(percent / 100 * (1UL << 32));

    /// <summary>The canary, or null when the request stays with the stage's own deployment.</summary>
    public CompiledStage? Choose(Invocation invocation)
    {
        var drawn = stickyHeader is not null && invocation.Request.Header(stickyHeader) is { Length: > 0 } value ? Hash(value) : draw();
        return drawn < _threshold ? canary : null;
    }

    // FNV-1a with an avalanche behind it: the same on every node and after every start. The stage's name in it, so that not everywhere the same clients are first.
    private uint Hash(string value)
    {
        var hash = Fold(Fold(14695981039346656037, canary.Context.ApiId), value);
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        return (uint)(hash >> 32);

        static ulong Fold(ulong hash, string text)
        {
            foreach (var letter in text) hash = (hash ^ letter) * 1099511628211;
            return hash;
        }
    }
}
