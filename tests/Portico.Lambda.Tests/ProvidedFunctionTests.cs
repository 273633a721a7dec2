using Portico.Lambda.Tests.Running;

namespace Portico.Lambda.Tests;

/// <summary>Functions with a runtime client of their own, over the HTTP Runtime API.</summary>
public sealed class ProvidedFunctionTests
{
    private const string Client = """
        #!/usr/bin/env -S python3 -u
        import http.client, json, os, sys
        connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        def call(method, path, body=None, headers={}, **more):
            connection.request(method, "/2018-06-01/runtime/" + path, body, headers, **more)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        def next_call():
            status, headers, body = call("GET", "invocation/next")
            return headers, json.loads(body)

        """;

    [Theory]
    [InlineData("", "call('POST', f'invocation/{id}/response', json.dumps([event, arn]))", """Succeeded [{"a": 1}, "arn:aws:lambda:eu-central-1:123456789012:function:f1"]""")]
    [InlineData("", "call('POST', f'invocation/{id}/response', iter([b'[1,', b'2]']), encode_chunked=True, headers={'Transfer-Encoding': 'chunked'})", "Succeeded [1,2]")]
    [InlineData("", "call('POST', f'invocation/{id}/error', json.dumps({'errorMessage': 'no', 'errorType': 'Oops'}), {'Lambda-Runtime-Function-Error-Type': 'Oops'})", """FunctionError {"errorMessage": "no", "errorType": "Oops"}""")]
    [InlineData("", "sys.exit(3)", "*Runtime exited with error: exit status 3*")]
    [InlineData("call('POST', 'init/error', json.dumps({'errorMessage': 'not today', 'errorType': 'Init'})); sys.exit(1)", "", """FunctionError {"errorMessage": "not today", "errorType": "Init"}""")]
    [InlineData("", "print(call('POST', 'invocation/other/response', '1')); call('POST', f'invocation/{id}/response', '2')", "Succeeded 2")]
    [InlineData("", "r = call('POST', f'invocation/{id}/response', 'x' * 7000000); print(r)", """FunctionError {"errorType":"Function.ResponseSizeTooLarge",*""")]
    [InlineData("", "call('POST', f'invocation/{id}/response', iter([b'stream', b'ed']), encode_chunked=True, headers={'Transfer-Encoding': 'chunked', 'Lambda-Runtime-Function-Response-Mode': 'streaming'})", "Succeeded streamed")]
    public async Task A_bootstrap_takes_part_over_http(string init, string work, string expected)
    {
        FunctionBench.SkipWithout("python3");
        await using var bench = new FunctionBench();
        var code = $"""
            {Client}
            {init}
            while True:
                headers, event = next_call()
                id, arn = headers["Lambda-Runtime-Aws-Request-Id"], headers["Lambda-Runtime-Invoked-Function-Arn"]
                assert headers["Content-Type"] == "application/json" and int(headers["Lambda-Runtime-Deadline-Ms"]) > 0
                {work}

            """;
        var python = bench.Python("");
        var function = bench.Define("provided.al2023", "any", 10, 256, ("bootstrap", Interpreted(code))) with { Arn = python.Arn };

        Wildcard.Matches(expected, await bench.CallAsync(function, """{"a":1}"""));
    }

    [Fact]
    public async Task A_shell_script_with_curl_is_a_function()
    {
        FunctionBench.SkipWithout("curl");
        await using var bench = new FunctionBench();
        var function = bench.Define("provided.al2", "any", 10, 128, ("bootstrap", """
            #!/bin/sh
            while true; do
              headers=$(mktemp)
              event=$(curl -sS --noproxy '*' -D "$headers" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
              id=$(grep -i '^lambda-runtime-aws-request-id:' "$headers" | tr -d '\r' | cut -d' ' -f2)
              curl -sS --noproxy '*' "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" -d "{\"got\":$event}" > /dev/null
            done
            """));

        Assert.Equal("""Succeeded {"got":{"a":1}}""", await bench.CallAsync(function, """{"a":1}"""));
        Assert.Equal("""Succeeded {"got":{"a":2}}""", await bench.CallAsync(function, """{"a":2}""", "second"));
    }

    [Fact]
    public async Task A_package_without_a_bootstrap_is_an_invalid_entry_point()
    {
        await using var bench = new FunctionBench();
        var function = bench.Define("provided.al2023", "any", 3, 128, ("other", ""));

        Wildcard.Matches("FunctionError {\"errorType\":\"Runtime.InvalidEntrypoint\",*", await bench.CallAsync(function));
    }

    // The function's PATH has no place for version switchers.
    private static string Interpreted(string code) => code.Replace("/usr/bin/env -S python3 -u", File.Exists("/usr/bin/python3") ? "/usr/bin/python3 -u" : "/usr/local/bin/python3 -u", StringComparison.Ordinal);
}
