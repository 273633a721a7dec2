using System.CommandLine;
using Portico.DataPlane.Templates;
using Portico.Failures;
using Portico.Templates;

namespace Portico.CommandLine;

/// <summary><c>portico vtl render TEMPLATE</c>: one mapping template over a described request.</summary>
internal static class VtlRenderCommand
{
    internal static Command Create()
    {
        var template = new Argument<string>("TEMPLATE") { Description = "A file with the template" };
        var input = new Option<string?>("--input") { Description = "A file with the request: {body, params, context, stageVariables} as in a file of cases, or else the body itself" };
        var body = new Option<string?>("--body") { Description = "A file with the body, whatever it looks like" };
        var parameters = new Option<string?>("--params") { Description = "A file with the parameters: {path, querystring, header}" };
        var context = new Option<string?>("--context") { Description = "A file with $context" };
        var variables = new Option<string[]>("--var") { Description = "A stage variable, NAME=VALUE; may be repeated" };
        var command = new Command("render", "Renders a mapping template; exit code 1 when it fails") { template, input, body, parameters, context, variables };
        command.SetAction(result =>
        {
            var inputFile = result.GetValue(input);
            var bodyFile = result.GetValue(body);
            if (inputFile is not null && bodyFile is not null) throw CommandFailure.Usage("--input and --body both say what the body is; give one of them");

            var request = inputFile is null ? new TemplateRequest() : TemplateRequest.Read(inputFile);
            if (bodyFile is not null) request.Body = TextFile.Read(bodyFile);
            if (result.GetValue(parameters) is { } parametersFile) request.Parameters = StructuredFile.ReadObject(parametersFile);
            if (result.GetValue(context) is { } contextFile) request.Context = StructuredFile.ReadObject(contextFile);
            foreach (var (name, value) in StageOptions.Pairs(result.GetValue(variables))) request.StageVariables[name] = value;
            return Render(result.GetRequiredValue(template), request);
        });
        return command;
    }

    private static int Render(string file, TemplateRequest request)
    {
        var rendering = TemplateRendering.Of(TextFile.Read(file), request.ToInput());
        if (rendering.Error is { } error)
        {
            Console.Error.WriteLine(TemplateErrorText.Of(file, rendering.Template, error));
            return ExitCodes.BadInput;
        }

        using (var output = Console.OpenStandardOutput()) output.Write(rendering.Output.Span);
        if (!Console.IsOutputRedirected && !rendering.Output.Span.EndsWith("\n"u8)) Console.Out.WriteLine();
        Report(rendering.Overrides);
        return ExitCodes.Done;
    }

    // What a template changes beside its text; not on standard output, which is the text alone.
    private static void Report(ContextOverrides overrides)
    {
        Report("requestOverride.path", overrides.RequestPath);
        Report("requestOverride.querystring", overrides.RequestQuery);
        Report("requestOverride.header", overrides.RequestHeaders);
        Report("responseOverride.header", overrides.ResponseHeaders);
        if (overrides.Status is { } status) Console.Error.WriteLine($"$context.responseOverride.status = {status}");
    }

    private static void Report(string map, IEnumerable<(string Name, string Value)> rows)
    {
        foreach (var (name, value) in rows) Console.Error.WriteLine($"$context.{map}.{name} = {value}");
    }
}
