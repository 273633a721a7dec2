using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.UserPools;

/// <summary>An OpenID provider as people run it plays the user pool of an API.</summary>
public sealed class OpenIdProviderTests
{
    private const string Definition = """
        openapi: 3.0.1
        info: { title: pool, version: "1" }
        components:
          securitySchemes:
            pool:
              type: apiKey
              name: Authorization
              in: header
              x-amazon-apigateway-authtype: cognito_user_pools
              x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: ["arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_pets"] }
        paths:
          /who:
            get:
              security: [ { pool: [] } ]
              responses: { "200": { description: ok } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: "200", responseTemplates: { application/json: '$context.authorizer.claims.sub $context.authorizer.claims.email' } } }
          /pets:
            get:
              security: [ { pool: [ "pets/read" ] } ]
              responses: { "200": { description: ok } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: "200", responseTemplates: { application/json: '$context.authorizer.claims.client_id $context.authorizer.claims.scope' } } }

        """;

    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "Portico.EndToEnd.Tests", "UserPools");

    [Fact]
    public async Task Who_signs_in_there_may_call_here()
    {
        using var folder = new TemporaryFolder();
        var home = await InstalledAsync(folder);
        await using var provider = ChildProcess.Start("node", [Path.Combine(home, "provider.mjs")]);
        var issuer = (await provider.Output.WaitForAsync("http://127.0.0.1:")).Trim();
        folder.Write("portico.yaml", $"userPools: {{ eu-central-1_pets: \"{issuer}\" }}\n");
        await using var server = await PorticoServer.StartAsync("run", folder.Write("api.yaml", Definition));

        var signedIn = JsonNode.Parse(await TokensAsync(home, issuer, "login", "ann"))!;
        var reads = await TokensAsync(home, issuer, "client", "pets/read");
        var writes = await TokensAsync(home, issuer, "client", "pets/write");
        Task<string> Get(string path, string token) => Curl.GetAsync(new Uri(server.Gateway, path).ToString(), "-H", $"Authorization: {token}");

        Assert.EndsWith("ann ann@example.com", await Get("/who", signedIn.Text("id_token")), StringComparison.Ordinal);
        Assert.EndsWith("ann ann@example.com", await Get("/who", "Bearer " + signedIn.Text("id_token")), StringComparison.Ordinal);
        Assert.EndsWith("app pets/read", await Get("/pets", signedIn.Text("access_token")), StringComparison.Ordinal);
        Assert.EndsWith("app pets/read", await Get("/pets", reads), StringComparison.Ordinal);
        foreach (var (path, token) in new[] { ("/who", signedIn.Text("access_token")), ("/pets", signedIn.Text("id_token")), ("/pets", writes), ("/who", "x"), ("/who", signedIn.Text("id_token")[..^4] + "AAAA") })
        {
            var answer = await Get(path, token);
            Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
            Assert.EndsWith("""{"message":"Unauthorized"}""", answer, StringComparison.Ordinal);
        }
    }

    private static async Task<string> TokensAsync(string home, string issuer, params string[] what)
    {
        var outcome = await ChildProcess.RunAsync("node", [Path.Combine(home, "login.mjs"), issuer, .. what]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return outcome.Output.Trim();
    }

    private static async Task<string> InstalledAsync(TemporaryFolder folder)
    {
        foreach (var file in Directory.GetFiles(Scripts, "*.mjs").Append(Path.Combine(Scripts, "package.json"))) folder.Write(Path.GetFileName(file), await File.ReadAllTextAsync(file));
        var home = Path.GetDirectoryName(folder.Write("package.json", await File.ReadAllTextAsync(Path.Combine(Scripts, "package.json"))))!;
        Outcome outcome;
        try
        {
            outcome = await ChildProcess.RunAsync("npm", ["install", "--prefix", home, "--no-audit", "--no-fund", "--ignore-scripts"]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("npm is not there; apt-get install npm brings it");
            throw;
        }

        Assert.SkipUnless(outcome.ExitCode == 0, $"npm cannot install oidc-provider here: {outcome.Errors}");
        return home;
    }
}
