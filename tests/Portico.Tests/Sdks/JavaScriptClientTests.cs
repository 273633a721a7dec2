using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Portico.Tests.Running;

namespace Portico.Tests.Sdks;

/// <summary>The client that GetSdk gives really runs, against the gateway that gave it.</summary>
public sealed partial class JavaScriptClientTests(RunningGateway gateway)
{
    [Fact]
    public async Task Every_kind_of_parameter_reaches_the_back_end()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/pets/{petId}/{rest+}", "post", $$"""
            type: http_proxy
            httpMethod: POST
            uri: "{{backEnd.Url}}/{petId}/{rest}"
            requestParameters: { integration.request.path.petId: method.request.path.petId, integration.request.path.rest: method.request.path.rest }
            """, """
            parameters:
              - { name: petId, in: path, required: true, schema: { type: string } }
              - { name: rest, in: path, required: true, schema: { type: string } }
              - { name: page, in: query, schema: { type: string } }
              - { name: X-Trace, in: header, schema: { type: string } }
            """)));

        var shown = await RunAsync(api, """
            const client = apigClientFactory.newClient({ apiKey: 'key' });
            const result = await client.petsPetIdRestPost(
              { petId: "a b'/c", rest: 'd/e f', page: ['1', '2&3'], 'X-Trace': 't' }, { name: 'Rex' }, { queryParams: { more: 'yes' }, headers: { 'X-More': 'm' } });
            console.log(result.status, result.data.from);
            """);

        Assert.Equal("200 backend", shown);
        var received = backEnd.Single();
        Assert.Equal("/a%20b%27%2Fc/d/e%20f?page=1&page=2%263&more=yes", received.Target);
        Assert.Equal(("""{"name":"Rex"}""", "t", "m", "key", "application/json"), (received.Text, received["X-Trace"], received["X-More"], received["x-api-key"], received["Content-Type"]));
    }

    [Fact]
    public async Task A_refusal_rejects_the_promise_and_says_what_was_answered()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/locked", "get", "type: mock", "x-amazon-apigateway-auth: { type: AWS_IAM }")));

        var shown = await RunAsync(api, """
            const client = apigClientFactory.newClient();
            await client.lockedGet().then(() => console.log('in'), refused => console.log(refused.status, refused.data.message, refused.headers['x-amzn-errortype']));
            """);

        Assert.Equal("403 Missing Authentication Token MissingAuthenticationTokenException", shown);
    }

    [Fact]
    public async Task A_path_parameter_that_is_missing_is_named_without_a_call()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy("http://127.0.0.1:1/{proxy}")));

        var shown = await RunAsync(api, """
            await apigClientFactory.newClient().proxyGet({}).catch(refused => console.log(refused.name, refused.message));
            """);

        Assert.Equal("TypeError Missing required parameters: proxy", shown);
    }

    [Fact]
    public async Task A_signed_call_has_the_signature_that_its_content_asks_for()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy("http://127.0.0.1:1/{proxy}")));

        await RunAsync(api, $$"""
            const client = apigClientFactory.newClient({ accessKey: 'AKID', secretKey: 'secret', sessionToken: 'token', region: 'eu-west-3', invokeUrl: '{{backEnd.Url}}/stage' });
            await client.proxyPost({ proxy: "a b/c'd" }, 'sent', { queryParams: { z: '1 2', a: '3' } });
            """);

        var received = backEnd.Single();
        Assert.Equal("/stage/a%20b/c%27d?z=1%202&a=3", received.Target);
        Assert.Equal("token", received["x-amz-security-token"]);
        var authorization = Authorization().Match(received["Authorization"]!);
        var date = received["x-amz-date"]!;
        Assert.Equal($"AKID/{date[..8]}/eu-west-3/execute-api/aws4_request", authorization.Groups[1].Value);
        Assert.Equal("host;x-amz-date;x-amz-security-token", authorization.Groups[2].Value);

        // As https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html says, step by step.
        var request = $"POST\n/stage/a%2520b/c%2527d\na=3&z=1%202\nhost:127.0.0.1:{backEnd.Port}\nx-amz-date:{date}\nx-amz-security-token:token\n\nhost;x-amz-date;x-amz-security-token\n{Hash("sent")}";
        var text = $"AWS4-HMAC-SHA256\n{date}\n{date[..8]}/eu-west-3/execute-api/aws4_request\n{Hash(request)}";
        var key = new[] { date[..8], "eu-west-3", "execute-api", "aws4_request", text }.Aggregate(Encoding.UTF8.GetBytes("AWS4secret"), (sofar, part) => HMACSHA256.HashData(sofar, Encoding.UTF8.GetBytes(part)));
        Assert.Equal(Convert.ToHexStringLower(key), authorization.Groups[3].Value);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<string> RunAsync(DeployedApi api, string script)
    {
        Assert.SkipWhen(Node.Value is null, "node is not installed, or older than 20");
        var folder = Directory.CreateTempSubdirectory("portico-sdk-");
        try
        {
            var zip = await gateway.ControlAsync("GET", $"/restapis/{api.Id}/stages/{api.Stage}/sdks/javascript", "", "");
            ZipFile.ExtractToDirectory(new MemoryStream(zip.ToArray()), folder.FullName);
            var file = Path.Combine(folder.FullName, "run.js");
            await File.WriteAllTextAsync(file, $"const apigClientFactory = require('./apiGateway-js-sdk');\n(async () => {{\n{script}\n}})().catch(e => {{ console.error(e); process.exit(1); }});\n");
            var (exitCode, output, errors) = await StartAsync(Node.Value!, file);
            Assert.True(exitCode == 0, errors);
            return output.Trim();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static readonly Lazy<string?> Node = new(() =>
    {
        try
        {
            var (_, output, _) = StartAsync("node", "--version").GetAwaiter().GetResult();
            return int.TryParse(output.Trim().TrimStart('v').Split('.')[0], out var major) && major >= 20 ? "node" : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    });

    private static async Task<(int ExitCode, string Output, string Errors)> StartAsync(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(.*), SignedHeaders=(.*), Signature=([0-9a-f]{64})$")]
    private static partial Regex Authorization();
}
