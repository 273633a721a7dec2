using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Portico.Aws.Vocabulary;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Steps;
using Portico.DataPlane.Templates;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Compiler.Mapping;

/// <summary>The integration responses of non-proxy kinds.</summary>
internal static class ResponseMappingCompiler
{
    internal static MapResponseStep Compile(IntegrationScope context, bool showsTraceId)
    {
        var shared = context.Compilation.Shared;
        ImmutableArray<ResponseMapping> mappings = [.. context.Integration.IntegrationResponses.Values.Select(response => Compile(context, response))];
        var selector = shared.Get(mappings, () => new ResponseSelector(mappings));
        return shared.Get((selector, showsTraceId), () => new MapResponseStep(selector, showsTraceId));
    }

    private static ResponseMapping Compile(IntegrationScope context, IntegrationResponse response)
    {
        var address = context.Address.Part("responses").Part(response.IsDefault ? "default" : response.SelectionPattern!);
        var templates = TemplateCompiler.Compile(response.ResponseTemplates, TemplateDirection.Response, address.Part("responseTemplates"), context.Compilation);
        var isDeclared = context.Method.MethodResponses.ContainsKey(response.StatusCode);
        if (!isDeclared)
        {
            context.Report(Finding.Warning(
                $"there is no method response {response.StatusCode}, so that answers of this kind are 500 ('Output mapping refers to an invalid method response'); declare the response on the method", address));
        }

        var headers = Headers(context, response, address);
        var pattern = response.IsDefault ? null : Pattern(context, response.SelectionPattern!, address);
        var handling = RequestMappingCompiler.Handling(response.ContentHandling);
        var made = new ResponseMapping
        {
            Status = int.Parse(response.StatusCode, CultureInfo.InvariantCulture),
            SelectionPattern = pattern,
            Headers = headers,
            Templates = templates,
            ContentHandling = handling,
            ConfigurationError = isDeclared ? null : $"Output mapping refers to an invalid method response: {response.StatusCode}",
        };
        return headers.IsEmpty ? context.Compilation.Shared.Get((made.Status, pattern, templates, handling, isDeclared), () => made) : made;
    }

    private static ImmutableArray<MappedParameter> Headers(IntegrationScope context, IntegrationResponse response, ElementAddress address)
    {
        if (response.ResponseParameters is not { Count: > 0 } parameters) return [];

        var rows = ImmutableArray.CreateBuilder<MappedParameter>(parameters.Count);
        foreach (var (key, text) in parameters)
        {
            var at = address.Part("responseParameters").Part(key);
            if (MappingTarget.TryParseMethodResponseHeader(key) is not { } name)
            {
                context.Report(Finding.Error($"'{key}' is not a response parameter; use method.response.header.NAME", at));
            }
            else if (MappingExpression.TryParseResponse(text) is not { } expression)
            {
                context.Report(Finding.Error($"Invalid mapping expression specified: {text}", at));
            }
            else if (!HeaderRules.DroppedFromMappedResponse.Contains(name))
            {
                var sent = HeaderRules.RemappedInMappedResponse.Contains(name) ? HeaderRules.RemappedPrefix + name : name;
                rows.Add(new MappedParameter(sent, ValueSourceCompiler.Compile(expression, context.Compilation)));
            }
        }

        return rows.ToImmutable();
    }

    // The pattern must match the whole text. It comes from the API's owner, the text from a back end: the time limit is against
    // the text. (The engine that needs no limit takes twenty times as long to start.)
    private static Regex Pattern(IntegrationScope context, string pattern, ElementAddress address)
    {
        var whole = $@"\A(?:{pattern})\z";
        try
        {
            return context.Compilation.Shared.Get(whole, () => new Regex(whole, RegexOptions.CultureInvariant, ResponseSelector.PatternLimit));
        }
        catch (ArgumentException exception)
        {
            context.Report(Finding.Error($"the selection pattern '{pattern}' is not a regular expression: {exception.Message}", address));
            return new Regex("(?!)", RegexOptions.CultureInvariant);
        }
    }
}
