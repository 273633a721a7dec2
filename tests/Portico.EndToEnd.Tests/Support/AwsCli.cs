using System.Text.Json.Nodes;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>The AWS CLI as Debian ships it, unmodified, with credentials that mean nothing and no configuration of the machine.</summary>
internal sealed class AwsCli(Uri endpoint, IReadOnlyDictionary<string, string>? credentials = null)
{
    internal const string Region = "eu-central-1";

    private const string Program = "/usr/bin/aws";

    internal static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_DEFAULT_REGION"] = Region,
        ["AWS_PAGER"] = "",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    internal static void SkipWhereAbsent() =>
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not there; apt-get install awscli brings it");

    /// <summary>A call of <c>aws apigateway</c> that must succeed.</summary>
    /// <returns>Its answer; an empty object when there is none.</returns>
    internal async Task<JsonNode> CallAsync(params string[] arguments)
    {
        var outcome = await RunAsync("apigateway", arguments);
        Assert.True(outcome.ExitCode == 0, $"aws apigateway {string.Join(' ', arguments)}: {outcome.ExitCode} {outcome.Errors}");
        return outcome.Output.Length == 0 ? new JsonObject() : JsonNode.Parse(outcome.Output)!;
    }

    /// <summary>A call that the service must refuse.</summary>
    /// <returns>What the CLI then shows.</returns>
    internal async Task<string> FailAsync(params string[] arguments)
    {
        var outcome = await RunAsync("apigateway", arguments);
        Assert.True(outcome.ExitCode == 254, $"aws apigateway {string.Join(' ', arguments)}: {outcome.ExitCode} {outcome.Output}{outcome.Errors}");
        return outcome.Errors.Trim();
    }

    /// <summary>The same with a user's or session's credentials.</summary>
    /// <param name="from">What <c>create-access-key</c> or <c>assume-role</c> answered of them.</param>
    internal AwsCli As(JsonNode from)
    {
        var credentials = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = from.Text("AccessKeyId"), ["AWS_SECRET_ACCESS_KEY"] = from.Text("SecretAccessKey") };
        if (from["SessionToken"] is { } token) credentials["AWS_SESSION_TOKEN"] = (string)token!;
        return new AwsCli(endpoint, credentials);
    }

    /// <summary>A call of any service that must succeed.</summary>
    internal async Task<JsonNode> DoneAsync(string service, params string[] arguments)
    {
        var outcome = await RunAsync(service, arguments);
        Assert.True(outcome.ExitCode == 0, $"aws {service} {string.Join(' ', arguments)}: {outcome.ExitCode} {outcome.Errors}");
        return outcome.Output.Length == 0 ? new JsonObject() : JsonNode.Parse(outcome.Output)!;
    }

    internal Task<Outcome> RunAsync(string service, params string[] arguments)
    {
        SkipWhereAbsent();
        return ChildProcess.RunAsync(Program, ["--endpoint-url", endpoint.ToString(), "--output", "json", service, .. arguments], credentials is null ? Environment : With(credentials));
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> credentials)
    {
        var environment = new Dictionary<string, string>(Environment);
        foreach (var (name, value) in credentials) environment[name] = value;
        return environment;
    }
}
