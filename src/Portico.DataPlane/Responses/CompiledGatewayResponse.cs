using System.Collections.Immutable;
using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Responses;

/// <summary>What a stage's definition says about one type of failure.</summary>
public sealed class CompiledGatewayResponse
{
    /// <summary>Null keeps the status that the failure has by itself.</summary>
    public int? Status { get; init; }

    /// <summary>True when <see cref="Status"/> being null still means the type's own status, not that of the single failure.</summary>
    public bool UsesTypeStatus { get; init; }

    public ImmutableArray<MappedParameter> Headers { get; init; } = [];

    /// <summary>Empty for the built-in body.</summary>
    public ImmutableArray<GatewayResponseTemplate> Templates { get; init; } = [];
}

/// <summary>A gateway response template under its media type.</summary>
public sealed record GatewayResponseTemplate(string MediaType, SubstitutionTemplate Template);
