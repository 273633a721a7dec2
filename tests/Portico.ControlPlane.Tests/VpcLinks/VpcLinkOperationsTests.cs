using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.VpcLinks;

public sealed class VpcLinkOperationsTests
{
    private const string Target = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/b";

    [Fact]
    public async Task A_link_is_pending_in_the_answer_to_its_creation_and_ready_from_then_on()
    {
        var plane = await StartAsync();

        var made = await plane.Call("POST", "/vpclinks", $$"""{"name":"l","description":"d","targetArns":["{{Target}}"]}""");
        Assert.Equal((202, $$"""{"id":"a00001","name":"l","description":"d","targetArns":["{{Target}}"],"status":"PENDING"}"""), (made.Status, made.Json));

        var ready = $$""" {"id":"a00001","name":"l","description":"d","targetArns":["{{Target}}"],"status":"AVAILABLE","statusMessage":"Your vpc link is ready for use" """.Trim();
        Assert.Equal(ready + ""","tags":{}}""", (await plane.Call("GET", "/vpclinks/a00001")).Json);
        Assert.Equal($$"""{"item":[{{ready}}""" + "}]}", (await plane.Call("GET", "/vpclinks")).Json);
    }

    [Theory]
    [InlineData("""{"name":"","targetArns":["arn:aws:e:r:1:x"]}""", "Name cannot be empty")]
    [InlineData("""{"name":"l","targetArns":["invalid-arn"]}""", "Invalid ARN. ARN is not well formed invalid-arn")]
    [InlineData("""{"name":"l","targetArns":[]}""", "No target arn specified for vpc link.")]
    [InlineData("""{"name":"l","targetArns":["arn:aws:e:r:1:x","arn:aws:e:r:1:y"]}""", "More than one target arn specified for vpc link.")]
    [InlineData("""{}""", "2 validation errors detected: Value null at 'createVpcLinkInput.name' failed to satisfy constraint: Member must not be null; Value null at 'createVpcLinkInput.targetArns' failed to satisfy constraint: Member must not be null")]
    public async Task A_link_that_cannot_be_is_refused(string body, string message)
    {
        var answer = await (await StartAsync()).Call("POST", "/vpclinks", body);
        Assert.Equal((400, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("replace", "/name", "new", 200, null)]
    [InlineData("replace", "/description", "new", 200, null)]
    [InlineData("replace", "/name", "", 400, "Name cannot be empty")]
    [InlineData("replace", "/targetArns", "x", 400, "Target arns are not allowed to be changed/added.")]
    [InlineData("replace", "/status", "x", 400, "Invalid patch path  '/status' specified for op 'replace'. Must be one of: [/name, /description]")]
    public async Task A_link_is_patched_but_not_its_target(string op, string path, string value, int status, string? message)
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/vpclinks", $$"""{"name":"l","targetArns":["{{Target}}"]}""");

        var answer = await plane.Patch("/vpclinks/a00001", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
        if (status == 200) Assert.Equal(value, (string)answer.Body![path[1..]]!);
    }

    [Fact]
    public async Task A_link_that_an_integration_names_stays()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        var link = (string)(await plane.Done("POST", "/vpclinks", $$"""{"name":"l","targetArns":["{{Target}}"]}"""))["id"]!;
        await plane.Done("PUT", $"{root}/methods/GET", """{"authorizationType":"NONE"}""");
        await plane.Done("PUT", $"{root}/methods/GET/integration", $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://example.com","connectionType":"VPC_LINK","connectionId":"{{link}}"}""");
        var (apiId, resourceId) = (api.Split('/')[^1], root.Split('/')[^1]);

        (await plane.Call("DELETE", $"/vpclinks/{link}")).RefusesBadRequest($"Cannot delete vpc link. Vpc link '{link}', is referenced in [GET:{resourceId}:{apiId}] in format of [Method:Resource:Api].");

        await plane.Done("POST", $"{api}/deployments", """{"stageName":"dev"}""");
        await plane.Done("DELETE", $"{root}/methods/GET");
        (await plane.Call("DELETE", $"/vpclinks/{link}")).RefusesBadRequest($"Cannot delete vpc link. Vpc link '{link}', is referenced in [{apiId}:GET:{resourceId}:dev] in format of [RESTApiId:Method:Resource:Stage].");

        await plane.Done("DELETE", $"{api}/stages/dev");
        Assert.Equal(202, (await plane.Call("DELETE", $"/vpclinks/{link}")).Status);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", """{"patchOperations":[]}""")]
    [InlineData("DELETE", "")]
    public async Task A_link_that_is_not_there_is_not_found(string method, string body) =>
        (await (await StartAsync()).Call(method, "/vpclinks/nothere", body)).RefusesNotFound("Invalid Vpc Link identifier specified");
}
