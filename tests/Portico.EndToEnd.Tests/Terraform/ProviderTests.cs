using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Terraform;

/// <summary>What the provider knows of API Gateway stands in a configuration that is tested.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Every_resource_of_the_provider_is_made_changed_and_destroyed_by_a_test()
    {
        Support.Terraform.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var terraform = new Support.Terraform(folder.Path, new Uri("http://127.0.0.1"));
        folder.Write("main.tf", terraform.Provider);
        await terraform.InitAsync();

        var schemas = (JsonObject)JsonNode.Parse(await terraform.SchemaAsync())!["provider_schemas"]!;
        var known = schemas.Single().Value!["resource_schemas"]!.AsObject().Select(each => each.Key).Where(name => name.StartsWith("aws_api_gateway_", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(known);
        Assert.DoesNotContain(known, name => !(AccountResourcesTests.Resources + ApiResourcesTests.Resources).Contains($"resource \"{name}\"", StringComparison.Ordinal));
    }
}
