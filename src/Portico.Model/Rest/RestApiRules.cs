using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about an API itself, each with AWS's refusal, and what Portico refuses because it would not be enforced.</summary>
public static class RestApiRules
{
    public const int MaxCompressionSize = 10_485_760;

    private static readonly EndpointType[] Ordered = [EndpointType.REGIONAL, EndpointType.EDGE, EndpointType.PRIVATE];

    /// <summary>The API as it is kept, or a refusal.</summary>
    public static RestApi Checked(RestApi api)
    {
        if (string.IsNullOrWhiteSpace(api.Name)) throw ServiceException.BadRequest("Name cannot be empty");
        if (api.MinimumCompressionSize is < 0 or > MaxCompressionSize) throw InvalidCompressionSize();
        CheckEndpoint(api.EndpointConfiguration);
        // What protects an API is enforced or refused, never just kept.
        if (!string.IsNullOrEmpty(api.Policy)) ResourcePolicyRules.Check(api.Policy);
        if (api.SecurityPolicy is not null) throw Unenforced("TLS security policies of an API (securityPolicy)");
        if (api.EndpointAccessMode == "STRICT") throw Unenforced("the endpoint access mode STRICT (endpointAccessMode)");
        return api;
    }

    public static void CheckEndpoint(EndpointConfiguration endpoint)
    {
        if (endpoint.IpAddressType is not ("ipv4" or "dualstack")) throw ServiceException.BadRequest("ipAddressType must be either ipv4 or dualstack.");
        if (endpoint is { Type: EndpointType.PRIVATE, IpAddressType: not "dualstack" })
        {
            throw ServiceException.BadRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }

        if (endpoint.Type != EndpointType.PRIVATE && endpoint.VpcEndpointIds.Length > 0)
        {
            throw ServiceException.BadRequest("VPCEndpoints can only be specified with PRIVATE apis.");
        }
    }

    /// <summary>The one type that an API has.</summary>
    public static EndpointType SingleType(IReadOnlyCollection<EndpointType> types) => types.Count switch
    {
        0 => throw ServiceException.BadRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED."),
        1 => types.First(),
        _ => throw ServiceException.BadRequest("Cannot create an api with multiple Endpoint Types."),
    };

    public static EndpointType ParseType(string? text) =>
        Ordered.Where(type => type.ToString() == text).Select(type => (EndpointType?)type).FirstOrDefault()
        ?? throw ServiceException.BadRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");

    public static string DefaultIpAddressType(EndpointType type) => type == EndpointType.PRIVATE ? "dualstack" : "ipv4";

    public static ServiceException InvalidCompressionSize() =>
        ServiceException.BadRequest($"Invalid minimum compression size, must be between 0 and {MaxCompressionSize}");

    private static ServiceException Unenforced(string what) =>
        ServiceException.BadRequest($"This version of Portico does not enforce {what}, so it does not store them; remove them from the request");
}
