using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.DomainNames;

public sealed class DomainNameOperationsTests
{
    private const string Here = "arn:aws:acm:eu-west-1:123456789012:certificate/x";
    private const string EdgeCertificate = "arn:aws:acm:us-east-1:123456789012:certificate/x";

    [Fact]
    public async Task A_name_is_edge_optimized_unless_it_is_said_otherwise()
    {
        var answer = await (await StartAsync()).Call("POST", "/domainnames", $$"""{"domainName":"API.example.com","certificateArn":"{{EdgeCertificate}}"}""");

        Assert.Equal(
            (201, """
                {"domainName":"api.example.com","domainNameArn":"arn:aws:apigateway:eu-west-1::/domainnames/api.example.com",
                "certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/x","certificateUploadDate":1769860800,
                "distributionDomainName":"da000000000001.cloudfront.net","distributionHostedZoneId":"Z2FDTNDATAQYW2",
                "endpointConfiguration":{"types":["EDGE"],"ipAddressType":"ipv4"},"domainNameStatus":"AVAILABLE","securityPolicy":"TLS_1_2","routingMode":"BASE_PATH_MAPPING_ONLY"}
                """.ReplaceLineEndings("")),
            (answer.Status, answer.Json));
    }

    [Fact]
    public async Task A_regional_name_says_what_DNS_is_to_point_to()
    {
        var answer = await (await StartAsync()).Call(
            "POST", "/domainnames", $$$"""{"domainName":"api.example.com","regionalCertificateArn":"{{{Here}}}","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"TLS_1_0","tags":{"a":"1"}}""");

        Assert.Equal(
            (201, "d-a000000001.execute-api.eu-west-1.amazonaws.com", "ZLY8HYME6SFDD", Here, "TLS_1_0", """{"types":["REGIONAL"],"ipAddressType":"ipv4"}"""),
            (answer.Status, (string)answer.Body!["regionalDomainName"]!, (string)answer.Body["regionalHostedZoneId"]!, (string)answer.Body["regionalCertificateArn"]!,
                (string)answer.Body["securityPolicy"]!, answer.Body["endpointConfiguration"]!.ToJsonString()));
        Assert.Null(answer.Body["distributionDomainName"]);
    }

    [Fact]
    public async Task Private_names_may_be_called_alike_and_are_told_apart_by_their_ids()
    {
        var plane = await StartAsync();
        const string body = """{"domainName":"api.example.com","endpointConfiguration":{"types":["PRIVATE"]}}""";

        var first = await plane.Done("POST", "/domainnames", body);
        var second = await plane.Done("POST", "/domainnames", body);

        Assert.Equal("arn:aws:apigateway:eu-west-1:123456789012:/domainnames/api.example.com+a000000001", (string)first["domainNameArn"]!);
        Assert.Equal(("a000000002", "dualstack"), ((string)second["domainNameId"]!, (string)second["endpointConfiguration"]!["ipAddressType"]!));
        Assert.Equal("a000000002", (string)(await plane.Done("GET", "/domainnames/api.example.com?domainNameId=a000000002"))["domainNameId"]!);
        (await plane.Call("GET", "/domainnames/api.example.com")).RefusesNotFound("Invalid domain name identifier specified");
        Assert.Equal(202, (await plane.Call("DELETE", "/domainnames/api.example.com?domainNameId=a000000001")).Status);
        Assert.Single((await plane.Done("GET", "/domainnames"))["item"]!.AsArray());
    }

    [Theory]
    [InlineData("{}", "1 validation error detected: Value null at 'createDomainNameInput.domainName' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"domainName":"there.example.com"}""", "The domain name you provided already exists.")]
    [InlineData("""{"domainName":"THERE.example.com"}""", "The domain name you provided already exists.")]
    [InlineData("""{"domainName":"nodots"}""", "Invalid domain name 'nodots' specified: use a host name such as api.example.com or *.example.com")]
    [InlineData("""{"domainName":"a..example.com"}""", "Invalid domain name 'a..example.com' specified: use a host name such as api.example.com or *.example.com")]
    [InlineData("""{"domainName":"a.*.example.com"}""", "Invalid domain name 'a.*.example.com' specified: use a host name such as api.example.com or *.example.com")]
    [InlineData("""{"domainName":"api.example.com:8080"}""", "Invalid domain name 'api.example.com:8080' specified: use a host name such as api.example.com or *.example.com")]
    [InlineData("""{"domainName":"a.example.com","certificateArn":"x"}""", "Invalid ARN. ARN is not well formed x")]
    [InlineData("""{"domainName":"a.example.com","certificateArn":"arn:aws:acm:eu-west-1:1:certificate/x"}""", "Invalid certificate ARN: arn:aws:acm:eu-west-1:1:certificate/x. Certificate must be in 'us-east-1'.")]
    [InlineData("""{"domainName":"a.example.com","regionalCertificateArn":"arn:aws:acm:us-east-1:1:certificate/x","endpointConfiguration":{"types":["REGIONAL"]}}""", "Invalid certificate ARN: arn:aws:acm:us-east-1:1:certificate/x. Certificate must be in 'eu-west-1'.")]
    [InlineData("""{"domainName":"a.example.com","endpointConfiguration":{"types":["EDGE","REGIONAL"]}}""", "A domain name is created with exactly one endpoint type")]
    [InlineData("""{"domainName":"*.example.com","endpointConfiguration":{"types":["PRIVATE"]}}""", "Wildcard domain names are not supported for private domain names")]
    [InlineData("""{"domainName":"a.example.com","endpointConfiguration":{"types":["PRIVATE"],"ipAddressType":"ipv4"}}""", "Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData("""{"domainName":"a.example.com","mutualTlsAuthentication":{"truststoreUri":"s3://b/k"}}""", "Mutual TLS is only supported for regional custom domain names")]
    [InlineData("""{"domainName":"a.example.com","endpointConfiguration":{"types":["PRIVATE"]},"policy":"{}"}""", "This version of Portico does not enforce resource policies (policy), so it does not store this; remove it from the request")]
    [InlineData("""{"domainName":"a.example.com","certificateBody":"x"}""", "An uploaded certificate needs certificateBody and certificatePrivateKey")]
    [InlineData("""{"domainName":"a.example.com","certificateBody":"x","certificatePrivateKey":"y"}""", "The certificate is not in a valid PEM format.")]
    [InlineData("""{"domainName":"a.example.com","routingMode":"ROUTING_RULE_ONLY"}""", "Routing rules are not supported for edge-optimized custom domain names")]
    [InlineData("""{"domainName":"a.example.com","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"TLS_1_0","mutualTlsAuthentication":{"truststoreUri":"s3://b/k"}}""", "Mutual TLS requires a security policy of TLS 1.2 or later")]
    [InlineData("""{"domainName":"a.example.com","mutualTlsAuthentication":{"truststoreVersion":"v"}}""", "Invalid truststoreVersion specified: there is no truststoreUri")]
    [InlineData("""{"domainName":"a.example.org","certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/x"}""", "The domain name a.example.org is not covered by the provided certificate, which stands for *.example.com")]
    [InlineData("""{"domainName":"a.example.com","certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/none"}""", "The provided certificate does not exist: arn:aws:acm:us-east-1:123456789012:certificate/none")]
    public async Task A_name_that_cannot_be_is_refused(string body, string message)
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", """{"domainName":"there.example.com"}""");

        var answer = await plane.Call("POST", "/domainnames", body);
        Assert.Equal((400, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("*.example.com")]
    [InlineData("a-b.c_d.example.co.uk")]
    [InlineData("xn--bcher-kva.example")]
    public async Task A_host_name_of_any_kind_is_taken_and_so_are_those_of_this_machine(string name)
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", $$"""{"domainName":"{{name}}"}""");

        Assert.Equal(name, (string)(await plane.Done("GET", $"/domainnames/{Uri.EscapeDataString(name)}"))["domainName"]!);
    }

    [Theory]
    [InlineData("replace", "/securityPolicy", "TLS_1_0", "securityPolicy", "\"TLS_1_0\"")]
    [InlineData("replace", "/certificateName", "n", "certificateName", "\"n\"")]
    [InlineData("add", "/regionalCertificateArn", Here, "regionalCertificateArn", "\"" + Here + "\"")]
    [InlineData("remove", "/certificateArn", null, "certificateArn", null)]
    [InlineData("replace", "/endpointConfiguration/ipAddressType", "dualstack", "endpointConfiguration", """{"types":["EDGE"],"ipAddressType":"dualstack"}""")]
    [InlineData("replace", "/endpointConfiguration/types/0", "REGIONAL", "endpointConfiguration", """{"types":["REGIONAL"],"ipAddressType":"ipv4"}""")]
    [InlineData("replace", "/endpointConfiguration/types/EDGE", "REGIONAL", "endpointConfiguration", """{"types":["REGIONAL"],"ipAddressType":"ipv4"}""")]
    [InlineData("replace", "/mutualTlsAuthentication/truststoreUri", "", "mutualTlsAuthentication", null)]
    [InlineData("replace", "/endpointAccessMode", "BASIC", "endpointAccessMode", "\"BASIC\"")]
    public async Task A_name_is_patched(string op, string path, string? value, string member, string? expected)
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com","certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/x"}""");
        if (path.Contains("/types/", StringComparison.Ordinal)) await plane.Patch("/domainnames/api.example.com", Op("remove", "/certificateArn"));

        var answer = await plane.Patch("/domainnames/api.example.com", Op(op, path, value));

        Assert.True(answer.Status == 200, answer.Message);
        Assert.Equal(expected, answer.Body![member]?.ToJsonString());
        Assert.Equal("{}", answer.Body["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task A_name_moves_from_edge_optimized_to_regional_by_way_of_both()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", $$"""{"domainName":"api.example.com","certificateArn":"{{EdgeCertificate}}"}""");

        var both = await plane.Patch("/domainnames/api.example.com", Op("add", "/endpointConfiguration/types", "REGIONAL"), Op("add", "/regionalCertificateArn", Here));
        Assert.Equal("""["EDGE","REGIONAL"]""", both.Body!["endpointConfiguration"]!["types"]!.ToJsonString());
        Assert.NotNull(both.Body["distributionDomainName"]);
        var address = (string)both.Body["regionalDomainName"]!;

        var regional = await plane.Patch("/domainnames/api.example.com", Op("remove", "/endpointConfiguration/types", "EDGE"), Op("remove", "/certificateArn"));
        Assert.Equal(("""["REGIONAL"]""", address), (regional.Body!["endpointConfiguration"]!["types"]!.ToJsonString(), (string)regional.Body["regionalDomainName"]!));
        Assert.Null(regional.Body["distributionDomainName"]);
    }

    [Theory]
    [InlineData("replace", "/domainName", "x", "Invalid patch path /domainName")]
    [InlineData("add", "/securityPolicy", "TLS_1_0", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace", "/securityPolicy", "TLS_9", "Invalid value 'TLS_9' specified for /securityPolicy. Valid options are TLS_1_0,TLS_1_2,SecurityPolicy_TLS13_1_3_2025_09,SecurityPolicy_TLS13_1_3_FIPS_2025_09,SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09,SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09,SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09,SecurityPolicy_TLS13_1_2_PQ_2025_09,SecurityPolicy_TLS13_1_2_2021_06,SecurityPolicy_TLS13_2025_EDGE,SecurityPolicy_TLS12_PFS_2025_EDGE,SecurityPolicy_TLS12_2018_EDGE")]
    [InlineData("remove", "/endpointConfiguration/types", "EDGE", "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")]
    [InlineData("add", "/endpointConfiguration/types", "PRIVATE", "Cannot create a domain name with multiple Endpoint Types.")]
    [InlineData("replace", "/endpointConfiguration/types/0", "PRIVATE", "A private domain name stays private, and a public one public")]
    [InlineData("replace", "/mutualTlsAuthentication/truststoreUri", "s3://b/k", "Mutual TLS is only supported for regional custom domain names")]
    [InlineData("replace", "/managementPolicy", "{}", "This version of Portico does not enforce resource policies (managementPolicy), so it does not store this; remove it from the request")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string value, string message)
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com"}""");

        (await plane.Patch("/domainnames/api.example.com", Op(op, path, value))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task Adding_and_removing_do_not_stand_in_one_request()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com"}""");

        (await plane.Patch("/domainnames/api.example.com", Op("add", "/endpointConfiguration/types", "REGIONAL"), Op("remove", "/endpointConfiguration/types", "EDGE")))
            .RefusesBadRequest("The operations add and remove of /endpointConfiguration/types cannot stand in one request");
    }

    [Fact]
    public async Task No_other_account_shares_a_name()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com"}""");

        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/domainnames?resourceOwner=OTHER_ACCOUNTS")).Json);
        Assert.Single((await plane.Call("GET", "/domainnames?resourceOwner=SELF")).Body!["item"]!.AsArray());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", """{"patchOperations":[]}""")]
    [InlineData("DELETE", "")]
    public async Task A_name_that_is_not_there_is_not_found(string method, string body) =>
        (await (await StartAsync()).Call(method, "/domainnames/nothere.example.com", body)).RefusesNotFound("Invalid domain name identifier specified");
}
