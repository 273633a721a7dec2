using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Tags;

public sealed class TagOperationsTests
{
    [Theory]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fa000000001")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fa000000001%2Fstages%2Fdev")]
    public async Task What_an_ARN_names_is_tagged_and_untagged(string target)
    {
        var plane = await StartAsync();
        await plane.NewStage();

        Assert.Equal(204, (await plane.Call("PUT", target, """{"tags":{"a":"1","b":"2"}}""")).Status);
        Assert.Equal(204, (await plane.Call("DELETE", $"{target}?tagKeys=a&tagKeys=c")).Status);
        Assert.Equal("""{"tags":{"b":"2"}}""", (await plane.Call("GET", target)).Json);
    }

    [Theory]
    [InlineData("/apikeys", "{}", "/apikeys/a000000001")]
    [InlineData("/usageplans", """{"name":"p"}""", "/usageplans/a00001")]
    [InlineData("/clientcertificates", "{}", "/clientcertificates/a00001")]
    [InlineData("/domainnames", """{"domainName":"api.example.com"}""", "/domainnames/api.example.com")]
    [InlineData("/vpclinks", """{"name":"l","targetArns":["arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/b"]}""", "/vpclinks/a00001")]
    public async Task What_belongs_to_the_account_is_tagged_too(string collection, string body, string path)
    {
        var plane = await StartAsync();
        await plane.Done("POST", collection, body);
        var target = $"/tags/{Uri.EscapeDataString($"arn:aws:apigateway:eu-west-1::{path}")}";

        Assert.Equal(204, (await plane.Call("PUT", target, """{"tags":{"a":"1","b":"2"}}""")).Status);
        Assert.Equal(204, (await plane.Call("DELETE", $"{target}?tagKeys=a")).Status);
        Assert.Equal("""{"tags":{"b":"2"}}""", (await plane.Call("GET", target)).Json);
        Assert.Equal("""{"b":"2"}""", (await plane.Call("GET", path)).Body!["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/tags/nonsense", 400, "Invalid ARN specified in the request")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fnothere", 404, "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapikeys%2Fx", 404, "Invalid API Key identifier specified")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fusageplans%2Fx", 404, "Invalid Usage Plan ID specified")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fclientcertificates%2Fx", 404, "Invalid Client Certificate identifier specified")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fdomainnames%2Fx", 404, "Invalid domain name identifier specified")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fvpclinks%2Fx", 404, "Invalid Vpc Link identifier specified")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fmodels%2Fx", 400, "Invalid ARN specified in the request")]
    public async Task What_has_no_tags_is_named(string target, int status, string message)
    {
        var answer = await (await StartAsync()).Call("GET", target);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task Tags_that_are_AWSs_own_are_refused() =>
        (await (await StartAsync()).Call("POST", "/restapis", """{"name":"x","tags":{"aws:x":"1"}}""")).RefusesBadRequest("Invalid tag key 'aws:x': use 1 to 128 characters that do not begin with aws:");
}
