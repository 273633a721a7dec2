using Portico.Lambda.Tests.Running;

namespace Portico.Lambda.Tests;

public sealed class NodeFunctionTests
{
    [Theory]
    [InlineData("index.mjs", "export const handler = async (event) => ({ got: event });")]
    [InlineData("index.mjs", "export default { handler: async (event) => ({ got: event }) };")]
    [InlineData("index.js", "exports.handler = async (event) => ({ got: event });")]
    [InlineData("index.cjs", "exports.handler = (event, context, callback) => callback(null, { got: event });")]
    [InlineData("index.js", "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { got: event }), 5); };")]
    [InlineData("index.js", "exports.handler = (event, context) => { context.succeed({ got: event }); };")]
    public async Task A_handler_of_every_form_answers(string file, string code)
    {
        await using var bench = new FunctionBench();
        var function = bench.Node(code, file);

        Assert.Equal("""Succeeded {"got":{"a":"\u00e4\"b"}}""".Replace("\\u00e4", "ä", StringComparison.Ordinal), await bench.CallAsync(function, """{"a":"\u00e4\"b"}"""));
    }

    [Theory]
    [InlineData("export const handler = async () => {};", "Succeeded null")]
    [InlineData("export const handler = () => {};", "Succeeded null")]
    [InlineData("export const handler = () => new Promise(() => {});", "Succeeded null")]
    [InlineData("export const handler = async () => 'text';", "Succeeded \"text\"")]
    [InlineData("export const handler = async () => 1n;", """FunctionError {"errorType":"TypeError","errorMessage":"Do not know how to serialize a BigInt","trace":*""")]
    [InlineData("export const handler = async () => { throw new RangeError('too far'); };", """FunctionError {"errorType":"RangeError","errorMessage":"too far","trace":["RangeError: too far",*""")]
    [InlineData("export const handler = (e, c, done) => done(new Error('no'));", """FunctionError {"errorType":"Error","errorMessage":"no",*""")]
    [InlineData("export const handler = (e, c, done) => done('no');", """FunctionError {"errorType":"string","errorMessage":"no","trace":[]}""")]
    [InlineData("export const other = 1;", """FunctionError {"errorType":"Runtime.HandlerNotFound","errorMessage":"index.handler is undefined or not exported",*""")]
    [InlineData("export const handler = ;", """FunctionError {"errorType":"Runtime.UserCodeSyntaxError","errorMessage":"SyntaxError: Unexpected token ';'",*""")]
    [InlineData("import 'nowhere'; export const handler = async () => 1;", """FunctionError {"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find package 'nowhere' imported from *""")]
    [InlineData("throw new TypeError('at start');", """FunctionError {"errorType":"TypeError","errorMessage":"at start",*""")]
    [InlineData("process.exit(3);", """FunctionError {"errorType":"Runtime.ExitError","errorMessage":"RequestId: 11111111-2222-4333-8444-555555555555 Error: Runtime exited with error: exit status 3"}""")]
    [InlineData("process.exit(0);", """FunctionError {"errorType":"Runtime.ExitError","errorMessage":"RequestId: 11111111-2222-4333-8444-555555555555 Error: Runtime exited without providing a reason"}""")]
    [InlineData("export const handler = async () => process.exit(7);", """FunctionError {"errorType":"Runtime.ExitError","errorMessage":"RequestId: 11111111-2222-4333-8444-555555555555 Error: Runtime exited with error: exit status 7"}""")]
    [InlineData("export const handler = async () => process.kill(process.pid, 'SIGSEGV');", "*Runtime exited with error: signal: segmentation fault*")]
    [InlineData("export const handler = () => { setTimeout(() => { throw new Error('later'); }, 5); return new Promise((r) => setTimeout(r, 5000)); };", """FunctionError {"errorType":"Error","errorMessage":"later",*""")]
    [InlineData("export const handler = () => { Promise.reject(new Error('lost')); return new Promise((r) => setTimeout(r, 5000)); };", """FunctionError {"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: lost",*""")]
    [InlineData("export const handler = async () => 'x'.repeat(20 * 1024 * 1024);", """FunctionError {"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}""")]
    public async Task What_a_function_does_is_told_in_the_words_of_the_runtime(string code, string expected)
    {
        await using var bench = new FunctionBench();
        var function = bench.Node(code);

        Wildcard.Matches(expected, await bench.CallAsync(function));
    }

    [Fact]
    public async Task A_module_that_is_not_there_is_an_import_error()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("exports.handler = 1;", "other.js");

        Wildcard.Matches("""FunctionError {"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module*""", await bench.CallAsync(function));
    }

    [Fact]
    public async Task The_context_tells_of_function_and_call()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("""
            export const handler = async (event, context) => [
              context.functionName, context.functionVersion, context.memoryLimitInMB, context.awsRequestId, context.invokedFunctionArn, context.logGroupName,
              context.getRemainingTimeInMillis() > 5000 && context.getRemainingTimeInMillis() <= 10000, process.env._X_AMZN_TRACE_ID, process.env.TABLE, process.env._HANDLER,
              process.env.AWS_REGION, process.env.AWS_EXECUTION_ENV, process.cwd() === process.env.LAMBDA_TASK_ROOT,
            ];
            """);

        Assert.Equal(
            """Succeeded ["f1","$LATEST","256","11111111-2222-4333-8444-555555555555","arn:aws:lambda:eu-central-1:123456789012:function:f1","/aws/lambda/f1",true,"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1","pets","index.handler","eu-central-1","AWS_Lambda_nodejs20.x",true]""",
            await bench.CallAsync(function));
    }

    [Fact]
    public async Task Calls_one_after_the_other_run_in_one_process()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("let count = 0; export const handler = async () => [process.pid, ++count];");

        var first = await bench.CallAsync(function);
        var second = await bench.CallAsync(function);

        Assert.Equal(first.Replace(",1]", ",2]", StringComparison.Ordinal), second);
        Assert.Equal(1, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task A_large_event_arrives_whole()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("export const handler = async (event) => [event.text.length, event.text.slice(-3)];");
        var text = new string('x', 5_000_000) + "end";

        Assert.Equal("""Succeeded [5000003,"end"]""", await bench.CallAsync(function, $$"""{"text":"{{text}}"}"""));
        Assert.Equal("""Succeeded [3,"abc"]""", await bench.CallAsync(function, """{"text":"abc"}"""));
    }

    [Fact]
    public async Task A_streaming_handler_that_is_called_plainly_gives_its_whole_stream()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("""
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream.setContentType('text/plain');
              stream.write('one,');
              stream.write('two');
              stream.end();
            });
            """);

        using var outcome = await bench.OutcomeAsync(function);

        Assert.Equal("Succeeded one,two", outcome.ToString());
        Assert.Equal("text/plain", outcome.ContentType);
    }

    [Fact]
    public async Task The_log_of_a_call_stands_between_its_start_and_its_report()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("export const handler = async (event) => { console.log('seen', event); process.stdout.write('no end'); console.error('bad'); };");

        using var outcome = await bench.OutcomeAsync(function, """{"a":1}""", tail: true);

        var lines = System.Text.Encoding.UTF8.GetString(outcome.LogTail.Span).Split('\n');
        Assert.Equal("START RequestId: 11111111-2222-4333-8444-555555555555 Version: $LATEST", lines[0]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+Z\t11111111-2222-4333-8444-555555555555\tINFO\tseen \{ a: 1 \}$", lines[1]);
        Assert.Matches(@"^no end\d{4}-.*\tERROR\tbad$", lines[2]);
        Assert.Equal("END RequestId: 11111111-2222-4333-8444-555555555555", lines[3]);
        Assert.Matches(@"^REPORT RequestId: 11111111-2222-4333-8444-555555555555\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: [1-9]\d* MB\tInit Duration: [\d.]+ ms$", lines[4]);
    }
}
