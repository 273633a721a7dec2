using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Targets;
using Portico.Tests.Running;

namespace Portico.Tests.BackEnds;

/// <summary>Private integrations: where a VPC link leads is what the settings say.</summary>
public sealed class VpcLinkTests
{
    private const string TargetArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("http")]
    public async Task Calls_go_to_the_links_addresses_with_host_and_path_of_the_URI(string type)
    {
        using var backEnd = BackEnd.Answering();
        await using var gateway = await StartAsync("link01", backEnd.Url);
        var api = await gateway.DeployAsync(Definition(type, "http://orders.internal/v1/orders", "link01"));

        (await api.GetAsync("/orders")).Is(200, """{"from":"backend"}""");

        var received = backEnd.Single();
        Assert.Equal(("/v1/orders", "orders.internal"), (received.Target, received["Host"]));
    }

    [Fact]
    public async Task The_link_may_come_from_a_stage_variable()
    {
        using var backEnd = BackEnd.Answering();
        await using var gateway = await StartAsync("link01", backEnd.Url);
        var api = await gateway.DeployAsync(Definition("http_proxy", "http://orders.internal/", "${stageVariables.link}"), "test", ("link", "link01"));

        Assert.Equal(200, (await api.GetAsync("/orders")).Status);
    }

    [Theory]
    [InlineData(TargetArn)]
    [InlineData("orders-link")]
    public async Task A_link_of_the_account_is_known_by_its_targets_ARN_and_by_its_name(string name)
    {
        using var backEnd = BackEnd.Answering();
        await using var gateway = await StartAsync(name, backEnd.Url);
        using var link = JsonDocument.Parse(await gateway.ControlAsync("POST", "/vpclinks", "", $$"""{"name":"orders-link","targetArns":["{{TargetArn}}"]}"""));
        var api = await gateway.DeployAsync(Definition("http_proxy", "http://orders.internal/", link.RootElement.GetProperty("id").GetString()!));

        Assert.Equal(200, (await api.GetAsync("/orders")).Status);
    }

    [Fact]
    public async Task A_link_with_a_target_of_the_integrations_own_keeps_the_stage_in_the_path()
    {
        using var backEnd = BackEnd.Answering();
        await using var gateway = await StartAsync(TargetArn, backEnd.Url);
        var api = await gateway.DeployAsync(Definition("http_proxy", "http://orders.internal/v1/orders", "link02", $"integrationTarget: \"{TargetArn}\""));

        Assert.Equal(200, (await api.GetAsync("/orders")).Status);

        Assert.Equal("/test/v1/orders", backEnd.Single().Target);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_answers_500_and_says_what_to_do()
    {
        await using var gateway = await StartAsync("another", "http://127.0.0.1:1");
        var api = await gateway.DeployAsync(Definition("http_proxy", "http://orders.internal/", "link01"));

        (await api.GetAsync("/orders")).IsRefusal(500, "InternalServerErrorException", """{"message": "Internal server error"}""");

        Assert.Contains(
            gateway.Host.Fidelity.Of(api.Id),
            finding => finding.Message
                == "the VPC link 'link01' leads to no address on this machine, and calls of this method are answered 500; name them in portico.yaml: vpcLinks: { link01: [\"http://HOST:PORT\"] }");
    }

    [Fact]
    public async Task Over_TLS_the_URIs_host_is_the_name_that_is_sent_and_checked()
    {
        using var certificate = TestCertificates.SelfSigned("orders.internal");
        await using var backEnd = await TlsBackEnd.StartAsync(certificate);
        await using var gateway = await StartAsync("link01", $"127.0.0.1:{backEnd.Port}");
        var trusting = "tlsConfig: { insecureSkipVerification: true }";
        var right = await gateway.DeployAsync(Definition("http_proxy", "https://orders.internal/", "link01", trusting));
        var wrong = await gateway.DeployAsync(Definition("http_proxy", "https://payments.internal/", "link01", trusting));

        (await right.GetAsync("/orders")).Is(200, "secret");
        (await wrong.GetAsync("/orders")).IsRefusal(500, "InternalServerErrorException", """{"message": "Internal server error"}""");
    }

    [Fact]
    public async Task Connections_through_a_link_are_used_again()
    {
        using var backEnd = BackEnd.Answering();
        await using var gateway = await StartAsync("link01", backEnd.Url);
        var api = await gateway.DeployAsync(Definition("http_proxy", "http://orders.internal/", "link01"));

        for (var time = 0; time < 3; time++) Assert.Equal(200, (await api.GetAsync("/orders")).Status);

        Assert.Equal(1, backEnd.Connections);
    }

    private static Task<RunningGateway> StartAsync(string link, params string[] addresses)
    {
        var none = new BackEndSettings();
        var group = new TargetGroupSettings { Name = $"VPC link {link}", Addresses = [.. addresses.Select(address => TargetAddress.TryParse(address)!)] };
        return RunningGateway.StartAsync(none with { VpcLinks = none.VpcLinks.Add(link, group) });
    }

    private static string Definition(string type, string uri, string link, string more = "") => OpenApi.Of(OpenApi.Path(
        "/orders", "get", $"type: {type}\nhttpMethod: GET\nuri: \"{uri}\"\nconnectionType: VPC_LINK\nconnectionId: \"{link}\"\n{more}\nresponses: {{ default: {{ statusCode: \"200\" }} }}"));
}
