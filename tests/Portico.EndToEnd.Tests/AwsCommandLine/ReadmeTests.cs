using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>README's own lines.</summary>
public sealed class ReadmeTests(SharedServer shared)
{
    [Fact]
    public async Task The_commands_of_the_readme_work_as_they_are_written()
    {
        AwsCli.SkipWhereAbsent();
        var commands = Readme.Commands("## With the AWS CLI", before: false).Where(command => command != "./portico serve &");
        var script = string.Join('\n', commands)
            .Replace("http://127.0.0.1:4566", shared.Server.Control.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("127.0.0.1:9000", shared.Backend.Address, StringComparison.Ordinal)
            .Replace(":8080", $":{shared.Server.Gateway.Port}", StringComparison.Ordinal)
            .Replace("curl ", "curl -sS --noproxy '*' ", StringComparison.Ordinal);
        var environment = new Dictionary<string, string>(AwsCli.Environment) { ["PATH"] = "/usr/bin:/bin" };

        var outcome = await ChildProcess.RunAsync("bash", ["-ec", $"shopt -s expand_aliases\n{script}"], environment);

        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.EndsWith("GET /orders", outcome.Output, StringComparison.Ordinal);
    }
}
