using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary>Where settings come from: the command line wins, then the environment, then portico.yaml beside the definition.</summary>
public sealed class SettingsTests
{
    // Each source names an address of its own, all of this machine, so that the one in use tells who won.
    private const string InFile = "http://127.0.0.2:0";
    private const string InEnvironment = "http://127.0.0.3:0";
    private const string OnCommandLine = "http://127.0.0.4:0";

    [Theory]
    [InlineData(false, false, "http://127.0.0.2:")]
    [InlineData(true, false, "http://127.0.0.3:")]
    [InlineData(true, true, "http://127.0.0.4:")]
    public async Task The_gateway_listens_where_the_strongest_source_says(bool environment, bool commandLine, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Mock("api", "/a", "a"));
        folder.Write("portico.yaml", $"gateway: {{ urls: '{InFile}' }}\ncontrol: {{ url: 'http://127.0.0.1:0' }}\n");
        var variables = environment ? new Dictionary<string, string> { ["PORTICO__GATEWAY__URLS"] = InEnvironment } : [];
        string[] arguments = commandLine ? ["--gateway-urls", OnCommandLine] : [];

        await using var server = ChildProcess.Start("dotnet", [Repository.Program, "run", file, .. arguments], variables);

        Assert.Contains(expected, await server.Output.WaitForAsync("call it"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "from-file")]
    [InlineData("from-environment", null, "from-environment")]
    [InlineData("from-environment", "from-command-line", "from-command-line")]
    public async Task The_stage_is_the_one_that_the_strongest_source_names(string? environment, string? commandLine, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Mock("api", "/a", "a"));
        folder.Write("portico.yaml", "stage: from-file\n");

        await using var server = await PorticoServer.StartAsync(
            ["run", file, .. commandLine is null ? Array.Empty<string>() : ["--stage", commandLine]],
            environment is null ? null : new Dictionary<string, string> { ["PORTICO__STAGE"] = environment });

        Assert.Equal(expected, server.StartLine.Text("apis.0.stage"));
        using var client = new HttpClient();
        Assert.Equal("a", await client.GetStringAsync(server.Invoke(server.ApiId, expected, "/a")));
    }

    [Fact]
    public async Task Stage_variables_of_the_file_and_of_the_command_line_are_both_there_and_the_command_line_wins()
    {
        await using var backend = await Backend.StartAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Proxy.Replace("/{proxy}\n", "/${stageVariables.below}/{proxy}\n", StringComparison.Ordinal));
        folder.Write("portico.yaml", "variables: { backend: 127.0.0.1:1, below: from-file }\n");

        await using var server = await PorticoServer.StartAsync("run", file, "--var", $"backend={backend.Address}");

        using var client = new HttpClient { BaseAddress = server.Gateway };
        Assert.Equal("GET /from-file/x", await client.GetStringAsync("/x"));
    }

    [Theory]
    [InlineData("stage: a\nwrong: 1\n", 1, "portico.yaml:2:1, /wrong: 'wrong' is no setting")]
    [InlineData("gateway: { url: a }\n", 1, "portico.yaml:1:12, /gateway/url: 'url' is no setting of 'gateway'; there is urls")]
    [InlineData("gateway: { urls: [a] }\n", 1, "/gateway/urls: 'urls' takes a text, not a list")]
    [InlineData("variables: { a: { b: c } }\n", 1, "/variables/a: 'a' takes a text, not a mapping")]
    [InlineData("stage: [\n", 1, "portico.yaml:2:1: this is not YAML")]
    public async Task A_setting_that_is_not_known_is_refused_with_its_place(string text, int exitCode, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Mock("api", "/a", "a"));
        folder.Write("portico.yaml", text);

        var outcome = await PorticoCommand.RunAsync("run", file, "--gateway-urls", "http://127.0.0.1:0", "--control-url", "http://127.0.0.1:0");

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }
}
