using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Custom domain names, and the requests that they lead to APIs.</summary>
public sealed class DomainNameCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_domain_name_leads_to_apis_by_its_mappings_until_they_are_gone()
    {
        AwsCli.SkipWhereAbsent();
        const string name = "shop.example.com";
        var (api, root) = await shared.Server.Api.CreateRestApiAsync("mapped");
        await shared.Server.Api.PutMockAsync(api, root, "from the shop");
        await shared.Server.Api.DeployAsync(api, "prod");

        var made = await Aws.CallAsync(
            "create-domain-name", "--domain-name", name, "--endpoint-configuration", "types=REGIONAL", "--regional-certificate-arn", await ImportedCertificate.ArnAsync(shared.Server.Api, name));
        Assert.Equal(("AVAILABLE", "Z1U9ULNL0V5AJ3"), (made.Text("domainNameStatus"), made.Text("regionalHostedZoneId")));
        await Aws.CallAsync("create-base-path-mapping", "--domain-name", name, "--rest-api-id", api, "--stage", "prod", "--base-path", "v1");
        await Aws.CallAsync("create-base-path-mapping", "--domain-name", name, "--rest-api-id", api);
        Assert.Equal(["(none)", "v1"], (await Aws.CallAsync("get-base-path-mappings", "--domain-name", name)).Each("items", "basePath"));

        Assert.EndsWith("from the shop", await CallAsync(name, "/v1/"), StringComparison.Ordinal);
        Assert.EndsWith("from the shop", await CallAsync(name, "/prod"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await CallAsync(name, "/"), StringComparison.Ordinal);
        Assert.Contains("\"domainName\":\"shop.example.com\"", await shared.Server.Api.Http.GetStringAsync("/_portico/fidelity"), StringComparison.Ordinal);

        Assert.Equal(
            $"An error occurred (BadRequestException) when calling the DeleteRestApi operation: Deleting RestApi {api} failed. Please remove all base path mappings related to the RestApi in your domains: {name}",
            await Aws.FailAsync("delete-rest-api", "--rest-api-id", api));
        await Aws.CallAsync("update-base-path-mapping", "--domain-name", name, "--base-path", "(none)", "--patch-operations", "op=replace,path=/stage,value=prod");
        Assert.EndsWith("from the shop", await CallAsync(name, "/"), StringComparison.Ordinal);
        await Aws.CallAsync("delete-base-path-mapping", "--domain-name", name, "--base-path", "(none)");
        Assert.StartsWith("HTTP/1.1 403", await CallAsync(name, "/"), StringComparison.Ordinal);

        await Aws.CallAsync("delete-domain-name", "--domain-name", name);
        Assert.StartsWith("HTTP/1.1 403", await CallAsync(name, "/v1/"), StringComparison.Ordinal);
        await Aws.CallAsync("delete-rest-api", "--rest-api-id", api);
    }

    [Fact]
    public async Task A_truststore_that_is_not_there_makes_no_name() =>
        Assert.Equal(
            "An error occurred (BadRequestException) when calling the CreateDomainName operation: The truststore file:///nowhere/clients.pem cannot be read",
            await Aws.FailAsync("create-domain-name", "--domain-name", "mutual.example.com", "--endpoint-configuration", "types=REGIONAL", "--mutual-tls-authentication", "truststoreUri=file:///nowhere/clients.pem"));

    private Task<string> CallAsync(string name, string path) => Curl.GetAsync(new Uri(shared.Server.Gateway, path).ToString(), "-H", $"Host: {name}");
}
