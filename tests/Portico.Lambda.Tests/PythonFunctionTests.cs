using Portico.Lambda.Tests.Running;

namespace Portico.Lambda.Tests;

public sealed class PythonFunctionTests
{
    [Theory]
    [InlineData("def handler(event, context): return {'got': event}", """Succeeded {"got": {"a": "ä"}}""")]
    [InlineData("def handler(event, context): pass", "Succeeded null")]
    [InlineData("def handler(event, context): return {1, 2}", """FunctionError {"errorMessage": "Unable to marshal response: Object of type set is not JSON serializable", "errorType": "Runtime.MarshalError", "requestId": "11111111-2222-4333-8444-555555555555", "stackTrace": []}""")]
    [InlineData("def handler(event, context): raise ValueError('no')", """FunctionError {"errorMessage": "no", "errorType": "ValueError", "requestId": "11111111-2222-4333-8444-555555555555", "stackTrace": ["  File \"*/app.py\", line 1, in handler\n    def handler(event, context): raise ValueError('no')*"]}""")]
    [InlineData("x = 1", """FunctionError {"errorMessage": "Handler 'handler' missing on module 'app'", "errorType": "Runtime.HandlerNotFound",*""")]
    [InlineData("import nowhere", """FunctionError {"errorMessage": "Unable to import module 'app': No module named 'nowhere'", "errorType": "Runtime.ImportModuleError",*""")]
    [InlineData("def handler(:", """FunctionError {"errorMessage": "Syntax error in module 'app': invalid syntax (app.py, line 1)", "errorType": "Runtime.UserCodeSyntaxError",*""")]
    [InlineData("raise RuntimeError('at start')", """FunctionError {"errorMessage": "at start", "errorType": "RuntimeError",*""")]
    [InlineData("import os; os._exit(4)", """FunctionError {"errorType":"Runtime.ExitError","errorMessage":"RequestId: 11111111-2222-4333-8444-555555555555 Error: Runtime exited with error: exit status 4"}""")]
    [InlineData("import sys\ndef handler(event, context): sys.exit(5)", "*Runtime exited with error: exit status 5*")]
    [InlineData("def handler(event, context): return 'x' * 20971520", """FunctionError {"errorType":"Function.ResponseSizeTooLarge",*""")]
    public async Task What_a_function_does_is_told_in_the_words_of_the_runtime(string code, string expected)
    {
        await using var bench = new FunctionBench();
        var function = bench.Python(code);

        Wildcard.Matches(expected, await bench.CallAsync(function, """{"a":"ä"}"""));
    }

    [Fact]
    public async Task The_context_tells_of_function_and_call()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("""
            import os
            def handler(event, context):
                return [context.function_name, context.function_version, context.memory_limit_in_mb, context.aws_request_id, context.invoked_function_arn,
                        5000 < context.get_remaining_time_in_millis() <= 10000, os.environ["_X_AMZN_TRACE_ID"], os.environ["TABLE"], os.getcwd() == os.environ["LAMBDA_TASK_ROOT"]]
            """);

        Assert.Equal(
            """Succeeded ["f1", "$LATEST", "256", "11111111-2222-4333-8444-555555555555", "arn:aws:lambda:eu-central-1:123456789012:function:f1", true, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", "pets", true]""",
            await bench.CallAsync(function));
    }

    [Fact]
    public async Task A_large_event_arrives_whole()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("def handler(event, context): return len(event['text'])");

        Assert.Equal("Succeeded 5000000", await bench.CallAsync(function, $$"""{"text":"{{new string('x', 5_000_000)}}"}"""));
        Assert.Equal("Succeeded 3", await bench.CallAsync(function, """{"text":"abc"}"""));
    }

    [Fact]
    public async Task The_log_of_a_call_stands_between_its_start_and_its_report()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("import logging\ndef handler(event, context):\n  print('plain')\n  logging.warning('odd')\n");

        using var outcome = await bench.OutcomeAsync(function, tail: true);

        var lines = System.Text.Encoding.UTF8.GetString(outcome.LogTail.Span).Split('\n');
        Assert.Equal("START RequestId: 11111111-2222-4333-8444-555555555555 Version: $LATEST", lines[0]);
        Assert.Equal("plain", lines[1]);
        Assert.Matches(@"^\[WARNING\]\t\d{4}-[\dT:.-]+Z\t11111111-2222-4333-8444-555555555555\todd$", lines[2]);
        Assert.Equal("END RequestId: 11111111-2222-4333-8444-555555555555", lines[3]);
    }
}
