using System.Diagnostics;
using System.Globalization;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.CommandLine;

/// <summary><c>portico vtl render</c> and <c>portico vtl test</c>: mapping templates at the terminal.</summary>
public sealed class VtlTests
{
    private const string Cases = """
        {
          "format": 1,
          "contexts": { "order": { "body": "{\"n\": 2}", "params": { "querystring": { "q": "x" } }, "context": { "stage": "prod" } } },
          "cases": [
            { "id": "sum", "template": "#set($s = $input.path('$.n') + 1)$s", "context": "order", "expected": { "outcome": "ok", "output": "3" } },
            { "id": "names", "template": "$input.params('q') $context.stage", "context": "order", "expected": { "outcome": "ok", "output": "x prod" } },
            { "id": "broken", "template": "#if(", "expected": { "outcome": "error", "kind": "parse" } },
            { "id": "fails", "template": "$context.stage.charAt(9)", "context": "order", "expected": { "outcome": "error", "kind": "runtime" } }
          ]
        }
        """;

    [Theory]
    [InlineData("$input.json('$') $input.path('$.a[1]')", """{"a": [1, 2]}""", """{"a":[1,2]} 2""")]
    [InlineData("$input.params('id') $context.identity.sourceIp $stageVariables.color $input.body", """{"body": "text", "params": {"path": {"id": "7"}}, "context": {"identity": {"sourceIp": "192.0.2.1"}}, "stageVariables": {"color": "blue"}}""", "7 192.0.2.1 blue text")]
    [InlineData("$input.path('$.body')", """{"body": {"body": "of the body"}}""", "of the body")]
    [InlineData("$input.body", """{"body": 1, "other": 2}""", """{"body": 1, "other": 2}""")]
    [InlineData("$input.body", "plain text", "plain text")]
    [InlineData("$util.escapeJavaScript(\"it's\")", "", "it\\'s")]
    public async Task A_template_is_rendered_over_a_described_request_or_a_body(string template, string input, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.vtl", template);
        folder.Write("input.json", input);

        Assert.Equal(new Outcome(0, expected, ""), await PorticoCommand.RunInAsync(folder.Path, "vtl", "render", "t.vtl", "--input", "input.json"));
    }

    [Fact]
    public async Task The_parts_of_the_request_may_stand_in_files_of_their_own_and_overrides_are_told_beside_the_output()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.vtl", "#set($context.responseOverride.status = 404)#set($context.requestOverride.header.X-To = \"$stageVariables.to\")$input.body $input.params('q') $context.stage");
        folder.Write("body.json", """{"body": "of a client"}""");
        folder.Write("params.yaml", "querystring: { q: hello }\n");
        folder.Write("context.json", """{"stage": "prod"}""");

        var outcome = await PorticoCommand.RunInAsync(
            folder.Path, "vtl", "render", "t.vtl", "--body", "body.json", "--params", "params.yaml", "--context", "context.json", "--var", "to=a=b");

        Assert.Equal(new Outcome(0, """{"body": "of a client"} hello prod""", "$context.requestOverride.header.X-To = a=b\n$context.responseOverride.status = 404"), outcome);
    }

    [Theory]
    [InlineData("ok\n  #foreach($x in $y)\n", "t.vtl:2:3: #foreach is never closed by #end\n  2 |   #foreach($x in $y)\n    |   ^")]
    [InlineData("{\n\"a\": $input.path('$.a').substring(5)}", "t.vtl:2:25: substring from 5 to 2 is out of range for a string of 2\n  2 | \"a\": $input.path('$.a').substring(5)}\n    |                         ^")]
    [InlineData("$input.json('$[')", "t.vtl:1:1: this is not a JSONPath: ")]
    [InlineData("#set($s = 'x')#foreach($i in [1..99])#set($s = \"$s$s\")#end", "t.vtl:1:")]
    public async Task An_error_names_file_line_and_column_and_shows_the_line(string template, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.vtl", template);
        folder.Write("body.json", """{"a": "xy"}""");

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "vtl", "render", "t.vtl", "--input", "body.json");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith(expected, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vtl render absent.vtl", "absent.vtl: there is no such file")]
    [InlineData("vtl render .", ". is a folder; give a file")]
    [InlineData("vtl render t.vtl --context list.yaml", "list.yaml holds a list; it takes an object")]
    [InlineData("vtl test absent.json", "absent.json: there is no such file")]
    [InlineData("vtl test list.yaml", "list.yaml holds a list; it takes an object")]
    [InlineData("vtl test broken.json", "broken.json:1:")]
    [InlineData("vtl test empty.yaml", "empty.yaml: there is no list 'cases'")]
    [InlineData("vtl test future.yaml", "future.yaml: 'format' is 2; this version of Portico reads format 1")]
    [InlineData("vtl test nothing.yaml", "nothing.yaml: case 1 has neither 'template' nor 'templateFile'")]
    [InlineData("vtl test context.yaml", "context.yaml: a names the context 'b'; there are c")]
    [InlineData("vtl test expected.yaml", "expected.yaml: a: 'expected' is neither ")]
    public async Task What_cannot_be_read_is_wrong_input_and_named(string commandLine, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.vtl", "x");
        folder.Write("list.yaml", "- a\n");
        folder.Write("broken.json", "{\"cases\"");
        folder.Write("empty.yaml", "format: 1\n");
        folder.Write("future.yaml", "format: 2\n");
        folder.Write("nothing.yaml", "cases: [ {} ]\n");
        folder.Write("context.yaml", "contexts: { c: {} }\ncases: [ { id: a, template: x, context: b } ]\n");
        folder.Write("expected.yaml", "cases: [ { id: a, template: x } ]\n");

        var outcome = await PorticoCommand.RunInAsync(folder.Path, commandLine.Split(' '));

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith(expected, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_of_cases_are_tested_at_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", Cases);
        folder.Write("order.vtl", "#set($n = $input.path('$.n'))\n{\"n\": $n}");
        folder.Write("b.yaml", "cases:\n  - { id: file, templateFile: order.vtl, input: { body: { n: 2 } }, expected: { outcome: ok, output: '{\"n\": 2}' } }\n");

        Assert.Equal(new Outcome(0, "5 passed, 0 failed", ""), await PorticoCommand.RunInAsync(folder.Path, "vtl", "test", "a.json", "b.yaml"));
    }

    [Fact]
    public async Task What_differs_is_shown_and_the_exit_code_is_1()
    {
        using var folder = new TemporaryFolder();
        folder.Write("c.json", """
            {
              "contexts": { "c": { "body": "abc" } },
              "cases": [
                { "id": "right", "template": "x", "expected": { "outcome": "ok", "output": "x" } },
                { "id": "other", "template": "a\nb$input.body\t", "context": "c", "expected": { "outcome": "ok", "output": "a\nbabd" } },
                { "id": "fails", "template": "$input.body.charAt(3)", "context": "c", "expected": { "outcome": "ok", "output": "d" } },
                { "id": "well", "template": "x", "expected": { "outcome": "error", "kind": "parse" } }
              ]
            }
            """);

        var outcome = await PorticoCommand.RunInAsync(folder.Path, "vtl", "test", "c.json");

        Assert.Equal(
            """
            failed  c.json: other
              differs from line 2, column 4 of the output on
              expected
                |a|
                |babd|
              actual
                |a|
                |babc\t|

            failed  c.json: fails
              expected  an output
              actual    an error of the kind runtime
                template:1:13: index 3 is out of range for a string of 3
                  1 | $input.body.charAt(3)
                    |             ^

            failed  c.json: well
              expected  an error of the kind parse
              actual
                |x|

            1 passed, 3 failed
            """.ReplaceLineEndings("\n"),
            outcome.Output);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Errors));
    }

    [Fact]
    public async Task The_golden_rows_pass_in_about_a_second()
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "conformance", "vtl");
        Assert.SkipUnless(Directory.Exists(folder), "The VTL golden rows are not beside this checkout.");
        string[] arguments = ["vtl", "test", .. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)];

        // The fastest of some: the machine may be busy with other tests.
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5 && fastest > TimeSpan.FromSeconds(1); attempt++)
        {
            var started = Stopwatch.GetTimestamp();
            var outcome = await PorticoCommand.RunAsync(arguments);
            var took = Stopwatch.GetElapsedTime(started);

            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
            Assert.Matches("^[0-9]{3,} passed, 0 failed$", outcome.Output);
            if (took < fastest) fastest = took;
        }

        Assert.True(fastest < TimeSpan.FromSeconds(2), string.Create(CultureInfo.InvariantCulture, $"it took {fastest.TotalMilliseconds} ms"));
    }
}
