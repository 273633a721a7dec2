using System.Collections.Frozen;
using Portico.Aws.Vocabulary;

namespace Portico.DataPlane.Responses;

/// <summary>The gateway responses of a stage, with inheritance settled: a type without settings has those of its DEFAULT_4XX or DEFAULT_5XX.</summary>
public sealed class CompiledGatewayResponses(IReadOnlyDictionary<string, CompiledGatewayResponse> customised)
{
    private readonly FrozenDictionary<string, CompiledGatewayResponse> _byType = GatewayResponseType.All
        .Select(type => (type.Name, Response: customised.GetValueOrDefault(type.Name) ?? (type.Parent is { } parent ? customised.GetValueOrDefault(parent.Name) : null)))
        .Where(pair => pair.Response is not null)
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Response!, StringComparer.Ordinal);

    public static CompiledGatewayResponses BuiltIn { get; } = new(FrozenDictionary<string, CompiledGatewayResponse>.Empty);

    /// <summary>The settings for a type, or null when nobody customised it.</summary>
    public CompiledGatewayResponse? Find(GatewayResponseType type) => _byType.GetValueOrDefault(type.Name);
}
