using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Client certificates, VPC links, the account and SDK types.</summary>
public sealed class AccountCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_client_certificate_is_made_shown_by_a_stage_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (api, root) = await shared.Server.Api.CreateRestApiAsync("certified");
        await shared.Server.Api.PutMockAsync(api, root, "ok");
        await shared.Server.Api.DeployAsync(api, "prod");
        var made = await Aws.CallAsync("generate-client-certificate", "--description", "mine");
        var id = made.Text("clientCertificateId");
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", made.Text("pemEncodedCertificate"), StringComparison.Ordinal);

        string[] stage = ["--rest-api-id", api, "--stage-name", "prod", "--patch-operations"];
        Assert.Equal(id, (await Aws.CallAsync(["update-stage", .. stage, $"op=replace,path=/clientCertificateId,value={id}"])).Text("clientCertificateId"));
        Assert.Contains("(BadRequestException)", await Aws.FailAsync("delete-client-certificate", "--client-certificate-id", id), StringComparison.Ordinal);

        await Aws.CallAsync(["update-stage", .. stage, "op=replace,path=/clientCertificateId,value="]);
        await Aws.CallAsync("update-client-certificate", "--client-certificate-id", id, "--patch-operations", "op=replace,path=/description,value=ours");
        Assert.Equal("ours", (await Aws.CallAsync("get-client-certificate", "--client-certificate-id", id)).Text("description"));
        await Aws.CallAsync("delete-client-certificate", "--client-certificate-id", id);
        Assert.DoesNotContain(id, (await Aws.CallAsync("get-client-certificates")).Each("items", "clientCertificateId"));
    }

    [Fact]
    public async Task A_vpc_link_becomes_available_and_is_changed_and_deleted()
    {
        const string target = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/a/b";
        var made = await Aws.CallAsync("create-vpc-link", "--name", "link", "--target-arns", target);
        Assert.Equal("PENDING", made.Text("status"));

        string[] link = ["--vpc-link-id", made.Text("id")];
        Assert.Equal("AVAILABLE", (await Aws.CallAsync(["get-vpc-link", .. link])).Text("status"));
        Assert.Equal("new", (await Aws.CallAsync(["update-vpc-link", .. link, "--patch-operations", "op=replace,path=/name,value=new"])).Text("name"));
        Assert.Equal(
            "An error occurred (BadRequestException) when calling the CreateVpcLink operation: Invalid ARN. ARN is not well formed nonsense",
            await Aws.FailAsync("create-vpc-link", "--name", "link", "--target-arns", "nonsense"));
        await Aws.CallAsync(["delete-vpc-link", .. link]);
        Assert.Equal("An error occurred (NotFoundException) when calling the GetVpcLink operation: Invalid Vpc Link identifier specified", await Aws.FailAsync(["get-vpc-link", .. link]));
    }

    [Fact]
    public async Task The_account_has_its_limits_and_takes_a_role()
    {
        const string role = "arn:aws:iam::123456789012:role/logs";
        var account = await Aws.CallAsync("update-account", "--patch-operations", $"op=replace,path=/cloudwatchRoleArn,value={role}");

        Assert.Equal((role, "5000", "UsagePlans", "4"), (account.Text("cloudwatchRoleArn"), account.Text("throttleSettings.burstLimit"), account.Text("features.0"), account.Text("apiKeyVersion")));
        Assert.Equal(
            "An error occurred (BadRequestException) when calling the UpdateAccount operation: Invalid patch path  '/x' specified for op 'replace'. Must be one of: [/cloudwatchRoleArn]",
            await Aws.FailAsync("update-account", "--patch-operations", "op=replace,path=/x,value=1"));
    }

    [Fact]
    public async Task The_languages_of_clients_are_listed()
    {
        Assert.Contains("java", (await Aws.CallAsync("get-sdk-types")).Each("items", "id"));
        Assert.Equal("JavaScript", (await Aws.CallAsync("get-sdk-type", "--id", "javascript")).Text("friendlyName"));
    }
}
