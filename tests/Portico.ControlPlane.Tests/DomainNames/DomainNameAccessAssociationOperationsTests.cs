using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.DomainNames;

public sealed class DomainNameAccessAssociationOperationsTests
{
    private const string Domain = "arn:aws:apigateway:eu-west-1:123456789012:/domainnames/api.example.com+a000000001";
    private const string Association = "arn:aws:apigateway:eu-west-1:123456789012:/domainnameaccessassociations/domainname/api.example.com+a000000001/vpcesource/vpce-1";
    private const string Body = $$"""{"domainNameArn":"{{Domain}}","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-1"}""";

    [Fact]
    public async Task A_private_name_is_opened_to_an_endpoint_and_closed_again()
    {
        var plane = await WithPrivateDomain();
        var expected = JsonNode.Parse($$"""{"domainNameAccessAssociationArn":"{{Association}}","domainNameArn":"{{Domain}}","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-1"}""")!.ToJsonString();

        var made = await plane.Call("POST", "/domainnameaccessassociations", Body);
        Assert.Equal((201, expected), (made.Status, made.Json));
        Assert.Equal($$"""{"item":[{{expected}}]}""", (await plane.Call("GET", "/domainnameaccessassociations")).Json);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/domainnameaccessassociations?resourceOwner=OTHER_ACCOUNTS")).Json);
        Assert.Equal(204, (await plane.Call("PUT", $"/tags/{Uri.EscapeDataString(Association)}", """{"tags":{"a":"1"}}""")).Status);

        Assert.Equal(202, (await plane.Call("DELETE", $"/domainnameaccessassociations/{Uri.EscapeDataString(Association)}")).Status);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/domainnameaccessassociations")).Json);
    }

    [Fact]
    public async Task The_owner_of_the_name_rejects_an_endpoint()
    {
        var plane = await WithPrivateDomain();
        await plane.Done("POST", "/domainnameaccessassociations", Body);
        var target = $"/rejectdomainnameaccessassociations?domainNameAccessAssociationArn={Uri.EscapeDataString(Association)}&domainNameArn=";

        (await plane.Call("POST", target + "x")).RefusesNotFound("Invalid domain name access association identifier specified");
        Assert.Equal(202, (await plane.Call("POST", target + Uri.EscapeDataString(Domain))).Status);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/domainnameaccessassociations")).Json);
    }

    [Theory]
    [InlineData(Body, 409, "Domain name access association already exists")]
    [InlineData("""{"domainNameArn":"arn:aws:apigateway:eu-west-1::/domainnames/x","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-1"}""", 404, "Invalid domain name identifier specified")]
    [InlineData("""{"domainNameArn":"arn:aws:apigateway:eu-west-1::/domainnames/public.example.com","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-1"}""", 400, "Domain name access associations are only supported for private domain names")]
    [InlineData("""{"domainNameArn":"x","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpc-1"}""", 400, "Invalid access association source 'vpc-1' specified, must be the id of a VPC endpoint such as vpce-0123456789abcdef0")]
    [InlineData("""{"domainNameArn":"x","accessAssociationSourceType":"X","accessAssociationSource":"vpce-1"}""", 400, "1 validation error detected: Value 'X' at 'createDomainNameAccessAssociationInput.accessAssociationSourceType' failed to satisfy constraint: Member must satisfy enum value set: [VPCE]")]
    public async Task An_association_that_cannot_be_is_refused(string body, int status, string message)
    {
        var plane = await WithPrivateDomain();
        await plane.Done("POST", "/domainnames", """{"domainName":"public.example.com"}""");
        await plane.Done("POST", "/domainnameaccessassociations", Body);

        var answer = await plane.Call("POST", "/domainnameaccessassociations", body);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task An_association_goes_with_its_name()
    {
        var plane = await WithPrivateDomain();
        await plane.Done("POST", "/domainnameaccessassociations", Body);

        await plane.Done("DELETE", "/domainnames/api.example.com?domainNameId=a000000001");

        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/domainnameaccessassociations")).Json);
    }

    private static async Task<ControlPlane> WithPrivateDomain()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com","endpointConfiguration":{"types":["PRIVATE"]}}""");
        return plane;
    }
}
