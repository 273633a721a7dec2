namespace Portico.EndToEnd.Tests.Support;

/// <summary>Terraform with its provider for AWS, pointed to a server. The provider comes from a folder; nothing is fetched.</summary>
internal sealed class Terraform(string folder, Uri control)
{
    /// <summary>A folder laid out as a provider mirror: <c>registry.terraform.io/hashicorp/aws/…</c></summary>
    private const string PluginsVariable = "PORTICO_TERRAFORM_PLUGINS";

    // The provider is a program of 700 MB that starts anew for each command.
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    private static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(each => Path.Combine(each, "terraform")).FirstOrDefault(File.Exists);

    private static string? Plugins { get; } = Environment.GetEnvironmentVariable(PluginsVariable);

    internal static void SkipWhereAbsent()
    {
        Assert.SkipUnless(Program is not null, "terraform is not there");
        Assert.SkipUnless(Directory.Exists(Plugins), $"{PluginsVariable} names no folder with the provider hashicorp/aws");
    }

    /// <summary>The head of a configuration: the provider, with its endpoint.</summary>
    internal string Provider => $$"""
        terraform {
          required_providers {
            aws = { source = "hashicorp/aws" }
          }
        }
        provider "aws" {
          region                      = "{{AwsCli.Region}}"
          access_key                  = "test"
          secret_key                  = "test"
          skip_credentials_validation = true
          skip_metadata_api_check     = true
          skip_requesting_account_id  = true
          endpoints {
            apigateway = "{{control}}"
          }
        }

        """;

    internal Task<Outcome> InitAsync() => GrantedAsync("init", "-input=false", $"-plugin-dir={Plugins}");

    internal Task<Outcome> ApplyAsync(params string[] arguments) => GrantedAsync(["apply", "-auto-approve", "-input=false", .. arguments]);

    internal Task<Outcome> DestroyAsync(params string[] arguments) => GrantedAsync(["destroy", "-auto-approve", "-input=false", .. arguments]);

    /// <summary>What the provider knows, as JSON.</summary>
    internal async Task<string> SchemaAsync() => (await GrantedAsync("providers", "schema", "-json")).Output;

    /// <summary>Fails when what is there is not what the configuration says.</summary>
    internal async Task ExpectNoDriftAsync(params string[] arguments)
    {
        var plan = await RunAsync(["plan", "-detailed-exitcode", "-input=false", .. arguments]);
        Assert.True(plan.ExitCode == 0, $"terraform plan: {plan.ExitCode} {plan.Output}{plan.Errors}");
    }

    private async Task<Outcome> GrantedAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, $"terraform {string.Join(' ', arguments)}: {outcome.ExitCode} {outcome.Output}{outcome.Errors}");
        return outcome;
    }

    private Task<Outcome> RunAsync(string[] arguments)
    {
        var environment = new Dictionary<string, string>(AwsCli.Environment) { ["CHECKPOINT_DISABLE"] = "1", ["TF_CLI_CONFIG_FILE"] = "/dev/null", ["TF_IN_AUTOMATION"] = "1" };
        return ChildProcess.RunAsync(Program!, [.. arguments, "-no-color"], environment, folder, Wait);
    }
}
