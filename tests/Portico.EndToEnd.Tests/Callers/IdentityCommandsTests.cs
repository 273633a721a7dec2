using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Callers;

/// <summary><c>aws iam</c> and <c>aws sts</c> against a server that asks for signatures.</summary>
public sealed class IdentityCommandsTests
{
    private const string ReadOnly = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:GET","Resource":"*"}]}""";

    private static readonly Dictionary<string, string> Root = new() { ["AWS_ACCESS_KEY_ID"] = "AKIAROOT", ["AWS_SECRET_ACCESS_KEY"] = "root-secret", ["AWS_SESSION_TOKEN"] = "" };

    [Fact]
    public async Task Users_and_roles_are_made_and_may_do_what_their_policies_allow()
    {
        AwsCli.SkipWhereAbsent();
        await using var server = await PorticoServer.StartAsync(["serve", "--store", "memory", "--auth", "sigv4", "--region", AwsCli.Region], Root);
        var root = new AwsCli(server.Control, Root);

        Assert.Equal("arn:aws:iam::000000000000:root", (await root.DoneAsync("sts", "get-caller-identity")).Text("Arn"));
        Assert.Equal("arn:aws:iam::000000000000:user/ann", (await root.DoneAsync("iam", "create-user", "--user-name", "ann")).Text("User.Arn"));
        await root.DoneAsync("iam", "put-user-policy", "--user-name", "ann", "--policy-name", "read", "--policy-document", ReadOnly);
        var key = (await root.DoneAsync("iam", "create-access-key", "--user-name", "ann"))["AccessKey"]!;
        Assert.Equal(key.Text("AccessKeyId"), (await root.DoneAsync("iam", "list-access-keys", "--user-name", "ann")).Text("AccessKeyMetadata.0.AccessKeyId"));
        Assert.Equal("apigateway:GET", (await root.DoneAsync("iam", "get-user-policy", "--user-name", "ann", "--policy-name", "read")).Text("PolicyDocument.Statement.0.Action"));

        var ann = root.As(key);
        Assert.Equal("arn:aws:iam::000000000000:user/ann", (await ann.DoneAsync("sts", "get-caller-identity")).Text("Arn"));
        await ann.CallAsync("get-rest-apis");
        Assert.Equal(
            "An error occurred (AccessDeniedException) when calling the CreateRestApi operation: User: arn:aws:iam::000000000000:user/ann is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:eu-central-1::/restapis because no identity-based policy allows the apigateway:POST action",
            await ann.FailAsync("create-rest-api", "--name", "a"));

        await root.DoneAsync("iam", "create-role", "--role-name", "deploy", "--assume-role-policy-document", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/ann"},"Action":"sts:AssumeRole"}]}""");
        await root.DoneAsync("iam", "put-role-policy", "--role-name", "deploy", "--policy-name", "all", "--policy-document", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*","Resource":"*"}]}""");
        var session = root.As((await ann.DoneAsync("sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/deploy", "--role-session-name", "ci"))["Credentials"]!);
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/deploy/ci", (await session.DoneAsync("sts", "get-caller-identity")).Text("Arn"));
        Assert.Equal("made", (await session.CallAsync("create-rest-api", "--name", "made")).Text("name"));

        await root.DoneAsync("iam", "delete-access-key", "--user-name", "ann", "--access-key-id", key.Text("AccessKeyId"));
        Assert.Contains("(UnrecognizedClientException)", await ann.FailAsync("get-rest-apis"), StringComparison.Ordinal);
        var conflict = await root.RunAsync("iam", "delete-user", "--user-name", "ann");
        Assert.Contains("An error occurred (DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must delete policies first.", conflict.Errors, StringComparison.Ordinal);
        await root.DoneAsync("iam", "delete-user-policy", "--user-name", "ann", "--policy-name", "read");
        await root.DoneAsync("iam", "delete-user", "--user-name", "ann");
        Assert.Contains("(NoSuchEntity)", (await root.RunAsync("iam", "get-user", "--user-name", "ann")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_root_key_makes_one_and_shows_it_once()
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var none = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "", ["AWS_SECRET_ACCESS_KEY"] = "" };
        string[] arguments = ["serve", "--data", folder.Path, "--auth", "sigv4"];
        Dictionary<string, string> shown;
        await using (var first = await PorticoServer.StartAsync(arguments, none))
        {
            var line = System.Text.Json.Nodes.JsonNode.Parse(await first.Process.Output.WaitForAsync("rootAccessKeyId"))!;
            shown = new() { ["AWS_ACCESS_KEY_ID"] = line.Text("rootAccessKeyId"), ["AWS_SECRET_ACCESS_KEY"] = line.Text("rootSecretAccessKey") };
            await new AwsCli(first.Control, shown).DoneAsync("iam", "create-user", "--user-name", "kept");
        }

        await using var second = await PorticoServer.StartAsync(arguments, none);
        Assert.Equal("kept", (await new AwsCli(second.Control, shown).DoneAsync("iam", "list-users")).Text("Users.0.UserName"));
        Assert.DoesNotContain("rootAccessKeyId", second.Process.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_names_users_and_roles()
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var file = folder.Write("identities.yaml", """
            users:
              bob:
                accessKeys: { AKIABOB: bobs-secret }
                policies:
                  read: { Version: "2012-10-17", Statement: [ { Effect: Allow, Action: "apigateway:GET", Resource: "*" } ] }
            roles:
              admin:
                trust: { Version: "2012-10-17", Statement: [ { Effect: Allow, Principal: { AWS: "arn:aws:iam::000000000000:user/bob" }, Action: "sts:AssumeRole" } ] }
                attachedPolicies: [ AdministratorAccess ]
            """);
        await using var server = await PorticoServer.StartAsync(["serve", "--store", "memory", "--auth", "sigv4", "--identities", file], Root);
        var bob = new AwsCli(server.Control, new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "AKIABOB", ["AWS_SECRET_ACCESS_KEY"] = "bobs-secret" });

        await bob.CallAsync("get-rest-apis");
        Assert.Contains("(AccessDeniedException)", await bob.FailAsync("create-rest-api", "--name", "a"), StringComparison.Ordinal);
        var admin = bob.As((await bob.DoneAsync("sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/admin", "--role-session-name", "session"))["Credentials"]!);
        await admin.CallAsync("create-rest-api", "--name", "a");
    }

    [Theory]
    [InlineData("users: { a b: {} }", "at 'userName' failed to satisfy constraint")]
    [InlineData("users: { ann: { password: x } }", "/users/ann/password: 'password' is not known here; there are path, accessKeys, policies, attachedPolicies")]
    [InlineData("users: { ann: { policies: { p: '{}' } } }", "this is no policy: there is no Statement")]
    [InlineData("roles: { r: {} }", "a role needs 'trust'")]
    [InlineData("users: [", "identities.yaml")]
    public async Task A_file_that_cannot_be_used_is_refused_with_its_place(string text, string expected)
    {
        using var folder = new TemporaryFolder();

        var outcome = await PorticoCommand.RunAsync(["serve", "--store", "memory", "--identities", folder.Write("identities.yaml", text)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }
}
