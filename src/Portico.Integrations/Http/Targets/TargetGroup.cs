using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Portico.Integrations.Http.Targets;

/// <summary>The addresses of one back end, called one after the other: healthy ones first.</summary>
internal sealed class TargetGroup
{
    private readonly ImmutableArray<Target> _targets;
    private uint _next;

    internal TargetGroup(TargetGroupSettings settings, ILogger logger)
    {
        Settings = settings;
        _targets = settings.Addresses.IsEmpty
            ? [new Target(settings.Name, null, settings.CircuitBreaker, hasNeighbours: false, logger)]
            : [.. settings.Addresses.Select(address => new Target(settings.Name, address, settings.CircuitBreaker, settings.Addresses.Length > 1, logger))];
    }

    internal TargetGroupSettings Settings { get; }

    internal ImmutableArray<Target> Targets => _targets;

    /// <summary>Whom to call next.</summary>
    /// <param name="tried">A bit for each target that has been tried and is not to be tried again; the chosen one is added.</param>
    /// <param name="now">Milliseconds.</param>
    /// <returns>Null when no other target is left, or all of them are cut off by their circuits. Where none is healthy all are: better a try than a certain failure.</returns>
    internal Target? Pick(ref ulong tried, long now)
    {
        var first = Interlocked.Increment(ref _next);
        return Pick(first, ref tried, now, preferredOnly: true) ?? Pick(first, ref tried, now, preferredOnly: false);
    }

    private Target? Pick(uint first, ref ulong tried, long now, bool preferredOnly)
    {
        for (var step = 0; step < _targets.Length; step++)
        {
            var index = (int)((first + (uint)step) % (uint)_targets.Length);
            var target = _targets[index];
            if ((tried & (1UL << index)) != 0 || (preferredOnly && !target.IsPreferred(now)) || !target.Admits(now)) continue;
            tried |= 1UL << index;
            return target;
        }

        return null;
    }
}
