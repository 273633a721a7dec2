using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary><c>portico run</c> beside the happy path.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Several_definitions_are_served_side_by_side_and_none_of_them_at_the_root()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync(
            "run", folder.Write("one.yaml", Definitions.Mock("one", "/one", "1")), folder.Write("two.yaml", Definitions.Mock("two", "/two", "2")));
        using var client = new HttpClient { BaseAddress = server.Gateway };

        Assert.Equal("1", await client.GetStringAsync(server.Invoke(server.StartLine.Text("apis.0.restApiId"), "dev", "/one")));
        Assert.Equal("2", await client.GetStringAsync(server.Invoke(server.StartLine.Text("apis.1.restApiId"), "dev", "/two")));
        using var root = await client.GetAsync("/one");
        Assert.Equal(403, (int)root.StatusCode);

        folder.Write("two.yaml", Definitions.Mock("two", "/two", "new"));
        await server.Process.Output.WaitForAsync("two.yaml\"}");
        Assert.Equal("new", await client.GetStringAsync(server.Invoke(server.StartLine.Text("apis.1.restApiId"), "dev", "/two")));
    }

    [Fact]
    public async Task An_api_at_the_root_of_localhost_takes_nothing_from_the_control_port()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("run", folder.Write("api.yaml", Definitions.Proxy), "--var", "backend=127.0.0.1:1");

        Assert.Equal("""{"status":"ready"}""", await server.Api.Http.GetStringAsync("/health/ready"));
        Assert.Equal([server.ApiId], (await server.Api.GetAsync("/restapis")).Each("item", "id"));
        Assert.Equal("[]", (await server.Api.GetAsync("/_portico/fidelity")).At("findings")!.ToJsonString());
    }

    [Fact]
    public async Task A_run_over_the_data_of_an_earlier_one_takes_its_api_up_again()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        string first;
        await using (var server = await PorticoServer.StartAsync("run", folder.Write("one.yaml", Definitions.Mock("one", "/one", "1")), "--data", data)) first = server.ApiId;

        await using var again = await PorticoServer.StartAsync("run", folder.Write("one.yaml", Definitions.Mock("one", "/one", "2")), "--data", data);

        Assert.Equal([first], (await again.Api.GetAsync("/restapis")).Each("item", "id"));
        using var client = new HttpClient { BaseAddress = again.Gateway };
        Assert.Equal("2", await client.GetStringAsync("/one"));
    }

    [Fact]
    public async Task The_root_of_localhost_is_a_domain_name_with_a_mapping_that_can_be_moved()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("run", folder.Write("one.yaml", Definitions.Mock("one", "/one", "1")));
        using var client = new HttpClient { BaseAddress = server.Gateway };

        Assert.Equal(["127.0.0.1", "[::1]", "localhost"], (await server.Api.GetAsync("/domainnames")).Each("item", "domainName"));
        var mapping = (await server.Api.GetAsync("/domainnames/127.0.0.1/basepathmappings")).At("item.0")!;
        Assert.Equal(("(none)", server.ApiId, "dev"), (mapping.Text("basePath"), mapping.Text("restApiId"), mapping.Text("stage")));

        using var moving = new StringContent("""{"patchOperations":[{"op":"replace","path":"/basePath","value":"below"}]}""");
        using var moved = await server.Api.Http.PatchAsync("/domainnames/127.0.0.1/basepathmappings/%28none%29", moving);
        Assert.True(moved.IsSuccessStatusCode);
        Assert.Equal("1", await client.GetStringAsync("/below/one"));
        using var root = await client.GetAsync("/one");
        Assert.Equal(403, (int)root.StatusCode);
    }

    [Fact]
    public async Task A_file_named_twice_is_served_once()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("one.yaml", Definitions.Mock("one", "/one", "1"));

        await using var server = await PorticoServer.StartAsync("run", file, file);

        Assert.Single(server.StartLine.Each("apis", "file"));
        using var client = new HttpClient { BaseAddress = server.Gateway };
        Assert.Equal("1", await client.GetStringAsync("/one"));
    }

    [Fact]
    public async Task A_setting_without_effect_stands_in_the_report_with_file_and_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("api.yaml", Definitions.WithFidelityFinding);

        await using var server = ChildProcess.Start("dotnet", [Repository.Program, "run", "api.yaml"], PetStoreTests.FreePorts, folder.Path);

        await server.Output.WaitForAsync("Fidelity: these settings have no effect here");
        Assert.StartsWith("  no effect  api.yaml:7:", await server.Output.WaitForAsync("no effect  "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_with_errors_is_not_served()
    {
        using var folder = new TemporaryFolder();
        folder.Write("api.yaml", Definitions.Mock("api", "/a", "a").Replace("type: mock", "type: HTPP", StringComparison.Ordinal));

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "run", "api.yaml", "--gateway-urls", "http://127.0.0.1:0", "--control-url", "http://127.0.0.1:0");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("error  api.yaml:8:", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_lines_of_json_when_machines_read()
    {
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("run", folder.Write("api.yaml", Definitions.Mock("api", "/a", "a")));
        using var client = new HttpClient { BaseAddress = server.Gateway };

        await client.GetStringAsync("/a?b=c");

        var line = System.Text.Json.Nodes.JsonNode.Parse(await server.Process.Output.WaitForAsync("\"time\""))!;
        Assert.Equal(("GET", "/a", "200", "/a"), (line.Text("method"), line.Text("path"), line.Text("status"), line.Text("resource")));
    }
}
