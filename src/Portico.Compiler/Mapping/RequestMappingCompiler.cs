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
        return new MapRequestStep(templates, Passthrough(context.Integration.PassthroughBehavior), Handling(context.Integration.ContentHandling), RequestParameterMapCompiler.Compile(context));
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
