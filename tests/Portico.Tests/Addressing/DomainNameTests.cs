using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Addressing;

/// <summary>Custom domain names and where their base path mappings lead.</summary>
public sealed class DomainNameTests(RunningGateway gateway)
{
    private const string Forbidden = """{"message":"Forbidden"}""";

    private static readonly string Pets = PetsThatSay("");

    [Theory]
    [InlineData("/pets", "pets.{0}.example.com", 200)]
    [InlineData("/pets", "PETS.{0}.Example.com:8080", 200)]
    [InlineData("/pets/1/", "pets.{0}.example.com", 200)]
    [InlineData("//pets", "pets.{0}.example.com", 200)]
    [InlineData("/", "pets.{0}.example.com", 200)]
    [InlineData("/test/pets", "pets.{0}.example.com", 403)]
    [InlineData("/pets", "x.pets.{0}.example.com", 403)]
    [InlineData("/pets", "{0}.example.com", 403)]
    public async Task A_mapping_of_the_root_answers_all_paths(string target, string host, int status)
    {
        var (api, domain) = await NewAsync("pets.");
        await domain.MapAsync("", api.Id, api.Stage);

        Assert.Equal(status, (await domain.GetAsync(target, string.Format(null, host, api.Id))).Status);
    }

    [Theory]
    [InlineData("/shop/pets", "pets")]
    [InlineData("//shop/pets", "pets")]
    [InlineData("/shop//pets/", "pets")]
    [InlineData("/shop", "root")]
    [InlineData("/shop/", "root")]
    [InlineData("/shop/v1/pets", "deep pets")]
    [InlineData("/shop/v1/pets/1", "deep pet")]
    [InlineData("/shop/v1", "deep root")]
    [InlineData("/shop/v1?a=1", "deep root")]
    [InlineData("/pets", "top pets")]
    [InlineData("/", "top root")]
    public async Task The_longest_base_path_that_fits_is_cut_off_and_its_api_answers(string target, string expected)
    {
        var (api, domain) = await NewAsync();
        await domain.MapAsync("", (await gateway.DeployAsync(PetsThatSay("top "))).Id, "test");
        await domain.MapAsync("shop", api.Id, api.Stage);
        await domain.MapAsync("shop/v1", (await gateway.DeployAsync(PetsThatSay("deep "))).Id, "test");

        (await domain.GetAsync(target)).Is(200, expected);
    }

    [Theory]
    [InlineData("/shopping/pets")]
    [InlineData("/SHOP/pets")]
    [InlineData("/pets")]
    [InlineData("/")]
    public async Task A_path_below_no_mapping_is_forbidden(string target)
    {
        var (api, domain) = await NewAsync();
        await domain.MapAsync("shop", api.Id, api.Stage);

        (await domain.GetAsync(target)).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Theory]
    [InlineData("", "/test/pets", 200)]
    [InlineData("", "//test//pets", 200)]
    [InlineData("", "/test", 200)]
    [InlineData("", "/pets", 403)]
    [InlineData("", "/", 403)]
    [InlineData("shop", "/shop/test/pets", 200)]
    [InlineData("shop", "/shop/test", 200)]
    [InlineData("shop", "/shop/TEST/pets", 403)]
    [InlineData("shop", "/shop", 403)]
    [InlineData("shop", "/shop/", 403)]
    public async Task Where_a_mapping_names_no_stage_the_caller_does(string basePath, string target, int status)
    {
        var (api, domain) = await NewAsync();
        await domain.MapAsync(basePath, api.Id, "");

        Assert.Equal(status, (await domain.GetAsync(target)).Status);
    }

    [Theory]
    [InlineData("one.{0}.example.com", 200, "wild")]
    [InlineData("TWO.{0}.example.com:80", 200, "wild")]
    [InlineData("own.{0}.example.com", 200, "own")]
    [InlineData("a.b.{0}.example.com", 403, null)]
    [InlineData("{0}.example.com", 403, null)]
    public async Task A_wildcard_stands_for_one_label_and_a_name_of_its_own_goes_before(string host, int status, string? body)
    {
        var wild = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "wild")));
        var own = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "own")));
        var domain = await new CustomDomain(gateway, $"*.{wild.Id}.example.com").CreateAsync();
        await domain.MapAsync("", wild.Id, "test");
        await (await new CustomDomain(gateway, $"own.{wild.Id}.example.com").CreateAsync()).MapAsync("", own.Id, "test");

        var answer = await domain.GetAsync("/", string.Format(null, host, wild.Id));

        Assert.Equal(status, answer.Status);
        if (body is not null) answer.Is(200, body);
    }

    [Fact]
    public async Task What_is_mapped_moved_deployed_and_deleted_counts_at_once()
    {
        var (api, domain) = await NewAsync();
        (await domain.GetAsync("/pets")).IsRefusal(403, "ForbiddenException", Forbidden);

        await domain.MapAsync("", api.Id, api.Stage);
        (await domain.GetAsync("/pets")).Is(200, "pets");

        await api.OverwriteAsync(PetsThatSay("new "));
        await api.DeployAsync();
        (await domain.GetAsync("/pets")).Is(200, "new pets");

        await gateway.ControlAsync("PATCH", $"/domainnames/{domain.Name}/basepathmappings/%28none%29", "", """{"patchOperations":[{"op":"replace","path":"/basePath","value":"moved"}]}""");
        Assert.Equal(403, (await domain.GetAsync("/pets")).Status);
        (await domain.GetAsync("/moved/pets")).Is(200, "new pets");

        await domain.UnmapAsync("moved");
        Assert.Equal(403, (await domain.GetAsync("/moved/pets")).Status);

        await domain.MapAsync("", api.Id, api.Stage);
        await domain.DeleteAsync();
        Assert.Equal(403, (await domain.GetAsync("/pets")).Status);
    }

    [Fact]
    public async Task A_private_name_lets_nobody_in()
    {
        var api = await gateway.DeployAsync(Pets);
        var domain = await new CustomDomain(gateway, $"private.{api.Id}.example.com").CreateAsync("PRIVATE");
        using var names = JsonDocument.Parse(await gateway.ControlAsync("GET", "/domainnames", "limit=500", ""));
        var id = names.RootElement.GetProperty("item").EnumerateArray().Single(each => each.GetProperty("domainName").GetString() == domain.Name).GetProperty("domainNameId").GetString();
        await gateway.ControlAsync("POST", $"/domainnames/{domain.Name}/basepathmappings", $"domainNameId={id}", $$"""{"restApiId":"{{api.Id}}","stage":"test"}""");

        (await domain.GetAsync("/pets")).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    private static string PetsThatSay(string prefix) =>
        OpenApi.Of(OpenApi.Mock("/", $"{prefix}root") + OpenApi.Mock("/pets", $"{prefix}pets") + OpenApi.Mock("/pets/{id}", $"{prefix}pet"));

    private async Task<(DeployedApi Api, CustomDomain Domain)> NewAsync(string prefix = "")
    {
        var api = await gateway.DeployAsync(Pets);
        return (api, await new CustomDomain(gateway, $"{prefix}{api.Id}.example.com").CreateAsync());
    }
}
