using System.Collections.Immutable;

namespace Portico.Aws.Services;

/// <summary>How an AWS service is spoken to: a row of the table that <c>eng/aws_services.py</c> writes from the public service models.</summary>
public sealed record AwsServiceModel
{
    /// <summary>Its name among the models, such as <c>stepfunctions</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its hosts begin with, and what ARNs of integrations call it, such as <c>states</c>.</summary>
    public required string EndpointPrefix { get; init; }

    /// <summary>Its name in signatures.</summary>
    public required string SigningName { get; init; }

    /// <summary>Its name in <c>AWS_ENDPOINT_URL_...</c>, such as <c>SFN</c>, in the models' spelling.</summary>
    public required string ServiceId { get; init; }

    /// <summary><c>json</c>, <c>query</c>, <c>ec2</c>, <c>rest-json</c>, <c>rest-xml</c>, <c>smithy-rpc-v2-cbor</c>.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    public string ApiVersion { get; init; } = "";

    /// <summary>What stands before an action in <c>X-Amz-Target</c>; empty where there is no such header.</summary>
    public string TargetPrefix { get; init; } = "";

    /// <summary><c>1.0</c> or <c>1.1</c>: the version in <c>application/x-amz-json-...</c>; empty where there is none.</summary>
    public string JsonVersion { get; init; } = "";

    /// <summary>The one host of a service without regions, or null.</summary>
    public string? GlobalHost { get; init; }

    /// <summary>The variable that names an endpoint for this service alone.</summary>
    public string EndpointVariable => "AWS_ENDPOINT_URL_" + ServiceId.ToUpperInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary>Signatures of S3 take the path as it is sent.</summary>
    public bool IsS3 => SigningName == "s3";

    /// <summary>Whether an action can be called by a name in <c>X-Amz-Target</c>.</summary>
    public bool SpeaksJson => TargetPrefix.Length > 0 && JsonVersion.Length > 0;

    /// <summary>Whether actions are calls of paths, so that an action's name alone says nothing.</summary>
    public bool IsRest => Protocols.Any(protocol => protocol.StartsWith("rest-", StringComparison.Ordinal));

    /// <summary>A service that the table does not know.</summary>
    public static AwsServiceModel Unknown(string name) => new() { Name = name, EndpointPrefix = name, SigningName = name, ServiceId = name };

    /// <summary>AWS's own host for it.</summary>
    /// <param name="partition"><c>aws</c>, <c>aws-cn</c> and so on.</param>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="subdomain">What an account's own hosts begin with, or null.</param>
    public string Host(string partition, string region, string? subdomain)
    {
        var suffix = partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
        if (subdomain is null) return GlobalHost ?? $"{EndpointPrefix}.{region}.{suffix}";

        // An account's own host stands in the place of the shared one: data-ats.iot, but a1b2c3.iot.
        var shared = EndpointPrefix.IndexOf('.', StringComparison.Ordinal);
        return $"{subdomain}.{EndpointPrefix[(shared + 1)..]}.{region}.{suffix}";
    }

    /// <summary>The region that signatures name.</summary>
    public string SigningRegion(string region) => GlobalHost is null ? region : "us-east-1";
}
