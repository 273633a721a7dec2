using System.Collections.Immutable;
using Portico.Integrations.Http.Targets;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>What an operator says about back ends, beyond the definitions.</summary>
public sealed record BackEndSettings
{
    /// <summary>How connections are kept.</summary>
    public UpstreamOptions Connections { get; init; } = new();

    /// <summary>By scheme and authority (<c>http://orders.internal:8080</c>) or authority alone: where calls of that back end go.</summary>
    public ImmutableDictionary<string, TargetGroupSettings> Targets { get; init; } = ImmutableDictionary.Create<string, TargetGroupSettings>(StringComparer.OrdinalIgnoreCase);

    /// <summary>By the id or name of a VPC link, or by the ARN of its target: where calls through it go.</summary>
    public ImmutableDictionary<string, TargetGroupSettings> VpcLinks { get; init; } = ImmutableDictionary.Create<string, TargetGroupSettings>(StringComparer.Ordinal);
}
