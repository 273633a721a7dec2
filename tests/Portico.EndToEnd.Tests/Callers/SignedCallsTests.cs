using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Callers;

/// <summary>Calls of a method with <c>AWS_IAM</c>, signed by curl and by the Python SDK.</summary>
public sealed class SignedCallsTests(SharedServer shared)
{
    private const string Definition = """
        openapi: 3.0.1
        info: { title: signed, version: "1" }
        components: { securitySchemes: { sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 } } }
        paths:
          /{proxy+}:
            x-amazon-apigateway-any-method:
              security: [ { sigv4: [] } ]
              parameters: [ { name: proxy, in: path, required: true, schema: { type: string } } ]
              responses: { "200": { description: ok } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: "200", responseTemplates: { application/json: '$context.identity.userArn ' } } }

        """;

    private const string Script = """
        import sys, time
        import boto3, urllib3
        from botocore.auth import SigV4Auth, SigV4QueryAuth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        control, url, user = sys.argv[1:]
        iam, sts = boto3.client("iam", endpoint_url=control), boto3.client("sts", endpoint_url=control)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
        http = urllib3.PoolManager()

        def send(signer, method, target, body=b"", **headers):
            request = AWSRequest(method=method, url=url + target, data=body, headers={"Content-Type": "application/json", **headers})
            signer.add_auth(request)
            sent = request.prepare()
            answer = http.request(method, sent.url, body=sent.body or None, headers=dict(sent.headers.items()))
            return answer.status, answer.data.decode()

        header = SigV4Auth(credentials, "execute-api", "us-east-1")
        query = SigV4QueryAuth(credentials, "execute-api", "us-east-1", expires=60)
        arn = f"arn:aws:iam::000000000000:user/{user}"
        assert send(header, "GET", "a") == (200, f"{arn} "), send(header, "GET", "a")
        assert send(header, "POST", "a/b%20c?x=1&x=%2F&a=", b'{"a": "%s"}' % ("\u00e4".encode() * 9))[0] == 200
        assert send(header, "POST", "a//b/./c/../d", b"{}")[0] == 200
        assert send(query, "GET", "a?b=c")[0] == 200
        assert send(SigV4Auth(Credentials(key["AccessKeyId"], "wrong"), "execute-api", "us-east-1"), "GET", "a")[0] == 403
        assert send(SigV4Auth(credentials, "execute-api", "eu-west-1"), "GET", "a") == (403, '{"message":"Credential should be scoped to a valid region. "}')

        role = iam.create_role(RoleName=f"{user}-role", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"000000000000"},"Action":"sts:AssumeRole"}]}')["Role"]
        iam.put_role_policy(RoleName=f"{user}-role", PolicyName="p", PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}')
        session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="job")["Credentials"]
        temporary = Credentials(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
        expected = (200, f"arn:aws:sts::000000000000:assumed-role/{user}-role/job ")
        assert send(SigV4Auth(temporary, "execute-api", "us-east-1"), "GET", "a") == expected
        assert send(SigV4QueryAuth(temporary, "execute-api", "us-east-1", expires=60), "GET", "a") == expected
        print("done")

        """;

    [Fact]
    public async Task Curl_signs_and_is_let_in()
    {
        AwsCli.SkipWhereAbsent();
        var url = await DeployAsync();
        await NewUserAsync("curl-user");
        var key = (await shared.Aws.DoneAsync("iam", "create-access-key", "--user-name", "curl-user"))["AccessKey"]!;
        string[] Signing(string secret) => ["--aws-sigv4", "aws:amz:us-east-1:execute-api", "--user", $"{key.Text("AccessKeyId")}:{secret}"];

        Assert.EndsWith("arn:aws:iam::000000000000:user/curl-user ", await Curl.GetAsync($"{url}a", Signing(key.Text("SecretAccessKey"))), StringComparison.Ordinal);
        Assert.EndsWith("user/curl-user ", await Curl.GetAsync($"{url}a", [.. Signing(key.Text("SecretAccessKey")), "-H", "Content-Type: application/json", "-d", """{"a":1}"""]), StringComparison.Ordinal);
        Assert.Contains("x-amzn-ErrorType: InvalidSignatureException", await Curl.GetAsync($"{url}a", Signing("wrong")), StringComparison.Ordinal);
        Assert.EndsWith("""{"message":"Missing Authentication Token"}""", await Curl.GetAsync($"{url}a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_Python_SDK_signs_is_let_in()
    {
        AwsCli.SkipWhereAbsent();
        var url = await DeployAsync();
        await NewUserAsync("python-user");
        using var folder = new TemporaryFolder();

        var outcome = await ChildProcess.RunAsync(
            "python3", [folder.Write("signed.py", Script), shared.Server.Control.ToString(), url, "python-user"], new Dictionary<string, string>(AwsCli.Environment) { ["NO_PROXY"] = "127.0.0.1" });

        Assert.SkipWhen(outcome.Errors.Contains("No module named", StringComparison.Ordinal), "python3 has no boto3 here; pip install boto3 brings it");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal("done", outcome.Output);
    }

    private async Task<string> DeployAsync()
    {
        using var content = new StringContent(Definition);
        using var answer = await shared.Server.Api.Http.PostAsync("/restapis?mode=import", content);
        var id = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.Text("id");
        await shared.Server.Api.DeployAsync(id, "dev");
        return shared.Server.Invoke(id, "dev", "/").ToString();
    }

    private async Task NewUserAsync(string name)
    {
        await shared.Aws.DoneAsync("iam", "create-user", "--user-name", name);
        await shared.Aws.DoneAsync("iam", "put-user-policy", "--user-name", name, "--policy-name", "invoke", "--policy-document", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}""");
    }
}
