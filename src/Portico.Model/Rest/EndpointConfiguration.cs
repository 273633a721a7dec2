using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>How an API is reached.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_EndpointConfiguration.html"/>
public sealed record EndpointConfiguration
{
    public static EndpointConfiguration Edge { get; } = new();

    public EndpointType Type { get; init; } = EndpointType.EDGE;

    /// <summary><c>ipv4</c> or <c>dualstack</c>; private APIs are always <c>dualstack</c>.</summary>
    public string IpAddressType { get; init; } = "ipv4";

    public ImmutableArray<string> VpcEndpointIds { get; init; } = [];
}

public enum EndpointType
{
    REGIONAL,
    EDGE,
    PRIVATE,
}
