using System.Text.RegularExpressions;
using Portico.Aws.Services;

namespace Portico.Integrations.AwsService;

/// <summary>
/// The URI of an integration of an AWS service: <c>arn:aws:apigateway:{region}:{subdomain.}{service}:path/{path}</c> or <c>...:action/{Action}&amp;k=v</c>.
/// </summary>
/// <param name="Partition"><c>aws</c>, <c>aws-cn</c> and so on.</param>
/// <param name="Region">Where the service is called; empty where the ARN leaves it out.</param>
/// <param name="Subdomain">What an account's own hosts begin with, or null.</param>
/// <param name="ServiceName">As the ARN writes it.</param>
/// <param name="Action">The action's name, or null when the URI names a path.</param>
/// <param name="Rest">Path and query without the leading slash; behind an action its further parameters, without the ampersand.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri"/>
internal sealed partial record AwsServiceUri(string Partition, string Region, string? Subdomain, string ServiceName, string? Action, string Rest)
{
    internal AwsServiceModel Service { get; } = AwsServices.Find(ServiceName) ?? AwsServiceModel.Unknown(ServiceName);

    /// <summary>Reads a URI with the stage's variables in it.</summary>
    internal static AwsServiceUri? TryParse(string uri)
    {
        var match = Form().Match(uri);
        if (!match.Success) return null;

        // The service is the last label: what stands before it is the account's own host. Some services have a dot in their name.
        var service = match.Groups["service"].Value;
        string? subdomain = null;
        if (AwsServices.Find(service) is null && service.LastIndexOf('.') is > 0 and var dot) (subdomain, service) = (service[..dot], service[(dot + 1)..]);
        var rest = match.Groups["rest"].Value;
        if (match.Groups["kind"].Value == "path") return new AwsServiceUri(match.Groups["partition"].Value, match.Groups["region"].Value, subdomain, service, null, rest);

        var end = rest.AsSpan().IndexOfAny('&', '?');
        var action = end < 0 ? rest : rest[..end];
        return action.Length == 0 ? null : new AwsServiceUri(match.Groups["partition"].Value, match.Groups["region"].Value, subdomain, service, action, end < 0 ? "" : rest[(end + 1)..]);
    }

    [GeneratedRegex(@"\Aarn:(?<partition>aws[a-z-]*):apigateway:(?<region>[a-z0-9-]*):(?<service>[A-Za-z0-9.{}_-]+):(?<kind>path|action)/(?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Form();
}
