using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.CommandLine;

/// <summary>How commands end that cannot do what they are asked.</summary>
public sealed class ExitCodeTests
{
    private static readonly string[] FreePorts = ["--gateway-urls", "http://127.0.0.1:0", "--control-url", "http://127.0.0.1:0"];

    [Theory]
    [InlineData("")]
    [InlineData("bogus")]
    [InlineData("serve --bogus")]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("vtl")]
    [InlineData("vtl render")]
    [InlineData("vtl test")]
    [InlineData("test-invoke")]
    [InlineData("vtl render t.vtl --var novalue", "'novalue' is not of the form NAME=VALUE")]
    [InlineData("vtl render t.vtl --input a.json --body b.json", "--input and --body")]
    [InlineData("serve --account 12", "'12' is not an account id")]
    [InlineData("serve --store cupboard", "'cupboard' is neither sqlite nor memory")]
    [InlineData("serve --gateway-urls nonsense", "'nonsense' is not an address")]
    [InlineData("serve --auth open --control-url http://0.0.0.0:0", "--auth open on http://0.0.0.0:0 is refused")]
    [InlineData("run x.yaml --stage a/b", "'a/b' is not a stage name")]
    [InlineData("run x.yaml --var novalue", "'novalue' is not of the form NAME=VALUE")]
    public async Task What_cannot_be_meant_ends_with_2(string commandLine, string expected = "See portico --help.")
    {
        var outcome = await PorticoCommand.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes")]
    [InlineData("import api.yaml")]
    [InlineData("export abc")]
    [InlineData("serve --state redis://cache:6379")]
    [InlineData("serve --store postgres://user:secret@db/portico")]
    [InlineData("serve --control-url https://127.0.0.1:0")]
    public async Task What_is_not_there_yet_says_so_and_ends_with_2(string commandLine)
    {
        var outcome = await PorticoCommand.RunAsync(commandLine.Split(' '));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.EndsWith("is not there yet in this version of Portico", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--gateway-urls", "--control-url")]
    [InlineData("--control-url", "--gateway-urls")]
    public async Task A_taken_port_ends_with_3_and_one_line_that_names_the_address_and_the_way_out(string taken, string free)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        var outcome = await PorticoCommand.RunAsync("serve", "--store", "memory", taken, url, free, "http://127.0.0.1:0");

        Assert.Equal(new Outcome(3, "", $"cannot listen on {url}: Address already in use; stop what uses the port, or give another by {taken}"), outcome);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_ends_with_3()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Write("file", ""), "data");

        var outcome = await PorticoCommand.RunAsync(["serve", "--data", data, .. FreePorts]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith($"the data folder '{data}' cannot be made: ", outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith("give a folder that this user may write to by --data", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_in_use_ends_with_3()
    {
        using var folder = new TemporaryFolder();
        await using var first = await PorticoServer.StartAsync("serve", "--data", folder.Path);

        var outcome = await PorticoCommand.RunAsync(["serve", "--data", folder.Path, .. FreePorts]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(folder.Path, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_file_that_is_no_database_ends_with_3()
    {
        using var folder = new TemporaryFolder();
        folder.Write("portico.db", string.Concat(Enumerable.Repeat("this is not a database\n", 100)));

        var outcome = await PorticoCommand.RunAsync(["serve", "--data", folder.Path, .. FreePorts]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("portico.db", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_said_in_well_under_a_second()
    {
        // The fastest of some: the machine may be busy with other tests.
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5 && fastest > TimeSpan.FromMilliseconds(500); attempt++)
        {
            var started = Stopwatch.GetTimestamp();
            var outcome = await ChildProcess.RunAsync(Path.Combine(Repository.Root, "portico"), ["--version"]);
            var took = Stopwatch.GetElapsedTime(started);
            Assert.Equal(0, outcome.ExitCode);
            Assert.Matches(@"^\d+\.\d+\.\d+", outcome.Output);
            if (took < fastest) fastest = took;
        }

        Assert.True(fastest < TimeSpan.FromSeconds(1), string.Create(CultureInfo.InvariantCulture, $"it took {fastest.TotalMilliseconds} ms"));
    }
}
