using System.Collections.Immutable;
using System.Globalization;
using Portico.Aws.Vocabulary;
using Portico.Compiler.Mapping;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Responses;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Compiler.Responses;

/// <summary>The gateway responses that a definition sets.</summary>
internal static class GatewayResponsesCompiler
{
    internal static CompiledGatewayResponses Compile(CompilationContext context) =>
        context.Definition.GatewayResponses.Count == 0
            ? CompiledGatewayResponses.BuiltIn
            : new CompiledGatewayResponses(context.Definition.GatewayResponses.ToDictionary(pair => pair.Key, pair => Compile(pair.Value, context), StringComparer.Ordinal));

    private static CompiledGatewayResponse Compile(GatewayResponse response, CompilationContext context)
    {
        var address = ElementAddress.GatewayResponse(response.ResponseType);
        var headers = ImmutableArray.CreateBuilder<MappedParameter>();
        foreach (var (key, text) in response.ResponseParameters)
        {
            var at = address.Part("responseParameters").Part(key);
            if (MappingTarget.TryParseGatewayResponseHeader(key) is not { } name)
            {
                context.Report(Finding.Error($"'{key}' is not a parameter of a gateway response; use gatewayresponse.header.NAME", at));
            }
            else if (MappingExpression.TryParseRequest(text) is not { } expression)
            {
                context.Report(Finding.Error($"Invalid mapping expression specified: {text}", at));
            }
            else
            {
                headers.Add(new MappedParameter(name, ValueSourceCompiler.Compile(expression, context)));
            }
        }

        var isParent = GatewayResponseType.Find(response.ResponseType)?.Parent is null;
        return new CompiledGatewayResponse
        {
            Status = response.StatusCode is { } status ? int.Parse(status, CultureInfo.InvariantCulture) : null,
            UsesTypeStatus = !isParent,
            Headers = headers.ToImmutable(),
            Templates = [.. response.ResponseTemplates.Where(template => template.Template is not null && !IsBuiltIn(template))
                .Select(template => new GatewayResponseTemplate(template.MediaType, SubstitutionTemplate.Parse(template.Template!)))],
        };
    }

    // The default template stands for the built-in body, blank and all.
    private static bool IsBuiltIn(MediaTypeTemplate template) =>
        template.MediaType == "application/json" && template.Template == GatewayResponseType.DefaultTemplate;
}
