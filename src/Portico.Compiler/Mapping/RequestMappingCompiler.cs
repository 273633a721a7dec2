using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Steps;
using Portico.DataPlane.Templates;

namespace Portico.Compiler.Mapping;

/// <summary>The integration request of non-proxy kinds.</summary>
internal static class RequestMappingCompiler
{
    internal static MapRequestStep Compile(IntegrationScope context)
    {
        var templates = TemplateCompiler.Compile(context.Integration.RequestTemplates, TemplateDirection.Request, context.Address.Part("requestTemplates"), context.Compilation);
        var passthrough = Passthrough(context.Integration.PassthroughBehavior);
        var handling = Handling(context.Integration.ContentHandling);
        var parameters = RequestParameterMapCompiler.Compile(context);
        return context.Compilation.Shared.Get((templates, passthrough, handling, parameters), () => new MapRequestStep(templates, passthrough, handling, parameters));
    }

    internal static ContentHandling Handling(string? contentHandling) => contentHandling switch
    {
        "CONVERT_TO_TEXT" => ContentHandling.ConvertToText,
        "CONVERT_TO_BINARY" => ContentHandling.ConvertToBinary,
        _ => ContentHandling.None,
    };

    private static PassthroughBehavior Passthrough(string behavior) => behavior switch
    {
        "NEVER" => PassthroughBehavior.Never,
        "WHEN_NO_TEMPLATES" => PassthroughBehavior.WhenNoTemplates,
        _ => PassthroughBehavior.WhenNoMatch,
    };
}
