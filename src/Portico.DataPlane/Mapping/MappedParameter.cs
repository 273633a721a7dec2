using System.Collections.Immutable;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Mapping;

/// <summary>One row of a parameter mapping: the name that is set, and where its value comes from.</summary>
public readonly record struct MappedParameter(string Name, ValueSource Source);

/// <summary>The request parameter mapping of an integration, by place.</summary>
public sealed class RequestParameterMap
{
    public static RequestParameterMap Empty { get; } = new();

    public ImmutableArray<MappedParameter> Headers { get; init; } = [];

    public ImmutableArray<MappedParameter> Query { get; init; } = [];

    public ImmutableArray<MappedParameter> Path { get; init; } = [];

    /// <summary>A header that an integration must not set is mapped: every call answers 500, as recorded from AWS.</summary>
    public string? IllegalHeader { get; init; }

    /// <summary>Reads every value into the invocation's integration call.</summary>
    public GatewayFault? Apply(Invocation invocation)
    {
        if (IllegalHeader is not null) return GatewayFault.Configuration($"Header '{IllegalHeader}' must not be set by a mapping");

        var call = invocation.Integration;
        return Apply(Headers, invocation, call.RequestHeaders, clean: true) ?? Apply(Query, invocation, call.RequestQuery, clean: false)
            ?? Apply(Path, invocation, call.RequestPath, clean: false);
    }

    private static GatewayFault? Apply(ImmutableArray<MappedParameter> rows, Invocation invocation, HeaderList target, bool clean)
    {
        foreach (var row in rows)
        {
            if (row.Source.Read(invocation, out var value) is { } fault) return fault;
            if (value is not null) target.Add(row.Name, clean ? HeaderText.Clean(value) : value);
        }

        return null;
    }
}
