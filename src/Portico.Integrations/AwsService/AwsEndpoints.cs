using Portico.Aws.Services;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.AwsService;

/// <summary>
/// Where a service is called: <c>AWS_ENDPOINT_URL_{SERVICE}</c>, then the settings file's <c>endpoints</c>, then <c>AWS_ENDPOINT_URL</c>, then AWS itself.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html"/>
public sealed class AwsEndpoints(AwsSettings settings)
{
    private const string ForAll = "AWS_ENDPOINT_URL";

    // What the control listener answers by itself.
    private static readonly string[] OfPortico = ["apigateway", "iam", "sts", "lambda"];

    /// <summary>The endpoint for a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="partition">Of the ARN.</param>
    /// <param name="region">Of the ARN.</param>
    /// <param name="subdomain">What an account's own hosts begin with, or null.</param>
    /// <param name="name">The service as the ARN calls it.</param>
    internal AwsEndpoint Find(AwsServiceModel service, string partition, string region, string? subdomain, string name)
    {
        var host = service.Host(partition, region, subdomain);
        if (Configured(service, name) is not var (source, url)) return new AwsEndpoint($"https://{host}", IsConfigured: false, null, null);
        if (Origin.TryParse(url) is not var (origin, _)) return new AwsEndpoint(url, IsConfigured: true, null, $"{source} is '{url}', which is no http or https address");
        if (settings.IsOwnAddress(origin.Host, origin.Port) && !OfPortico.Contains(service.SigningName))
        {
            return new AwsEndpoint(
                url, IsConfigured: true, null, $"{source} leads to Portico itself, which offers no '{name}'; set {service.EndpointVariable}, or endpoints: {{ {name}: \"http://HOST:PORT\" }} in portico.yaml");
        }

        // A stand-in that tells accounts or buckets apart by host gets to see it as AWS's own hosts would be.
        var named = subdomain is null ? null : Uri.CheckHostName(origin.Host) == UriHostNameType.Dns ? $"{subdomain}.{origin.Authority}" : host;
        return new AwsEndpoint(url.TrimEnd('/'), IsConfigured: true, named, null);
    }

    /// <summary>Whether an endpoint is set for this service alone.</summary>
    internal bool IsSetFor(AwsServiceModel service, string name) => Configured(service, name) is var (source, _) && source != ForAll;

    private (string Source, string Url)? Configured(AwsServiceModel service, string name)
    {
        string[] variables = [service.EndpointVariable, $"{ForAll}_{name.ToUpperInvariant().Replace('-', '_')}"];
        foreach (var variable in variables)
        {
            if (settings.Environment(variable) is { Length: > 0 } url) return (variable, url);
        }

        string[] keys = [name, service.EndpointPrefix, service.SigningName, service.Name, service.ServiceId.Replace(' ', '_')];
        foreach (var key in keys)
        {
            if (settings.Endpoints.TryGetValue(key, out var url)) return ($"endpoints: {key}", url);
        }

        return settings.Environment(ForAll) is { Length: > 0 } all ? (ForAll, all) : null;
    }
}

/// <summary>Where one service is called.</summary>
/// <param name="Url">Scheme, authority and perhaps the beginning of the path, without a slash at the end.</param>
/// <param name="IsConfigured">False for AWS itself.</param>
/// <param name="Host">What the Host header says where it differs from the URL's.</param>
/// <param name="Problem">Why it cannot be called, or null.</param>
internal sealed record AwsEndpoint(string Url, bool IsConfigured, string? Host, string? Problem);
