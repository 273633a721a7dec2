using System.Collections.Immutable;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Templates;
using Portico.Model.Findings;
using Portico.Model.Rest;
using Portico.Vtl;

namespace Portico.Compiler.Mapping;

/// <summary>Mapping template text to a compiled template: the one place where the template language is chosen.</summary>
internal static class TemplateCompiler
{
    // What Portico's engine carries out as Velocity does, and AWS is reported to refuse.
    private static readonly string[] OfVelocityAlone = ["macro", "define", "evaluate"];

    private static readonly string[] OfFiles = ["include", "parse"];

    /// <param name="templates">As the definition has them, or null.</param>
    /// <param name="direction">What the templates are for.</param>
    /// <param name="address">The map of templates, for findings.</param>
    /// <param name="context">Where findings go.</param>
    internal static TemplateSet Compile(ImmutableArray<MediaTypeTemplate>? templates, TemplateDirection direction, ElementAddress address, CompilationContext context)
    {
        if (templates is not { IsDefaultOrEmpty: false } present) return TemplateSet.Empty;

        ImmutableArray<TemplateEntry> entries =
            [.. present.Select(template => new TemplateEntry(template.MediaType, Compile(template, direction, address.Part(template.MediaType), context)))];
        return context.Shared.Get(entries, () => new TemplateSet(entries));
    }

    private static IMappingTemplate? Compile(MediaTypeTemplate template, TemplateDirection direction, ElementAddress address, CompilationContext context)
    {
        if (template.Template is not { } text) return null;
        if (PlainTextTemplate.IsPlain(text)) return context.Shared.Get(text, () => new PlainTextTemplate(text));

        var parse = context.Shared.Get(text, () => VtlTemplate.Parse(text, GatewayBinder.Instance));
        if (!parse.Succeeded)
        {
            // AWS takes any text and fails when it is to be rendered.
            context.Report(Finding.Failing(
                $"the template for '{template.MediaType}' cannot be parsed, and calls that come to it are answered 500: {parse.Error}", address));
            return new BrokenTemplate(parse.Error, direction);
        }

        foreach (var directive in parse.Template.Directives)
        {
            if (OfVelocityAlone.Contains(directive))
            {
                context.Report(Finding.Warning(
                    $"the template for '{template.MediaType}' uses #{directive}, which works here; API Gateway is reported to refuse it", address));
            }
            else if (OfFiles.Contains(directive))
            {
                context.Report(Finding.Failing(
                    $"the template for '{template.MediaType}' uses #{directive}, for which there are no files: calls that come to it are answered 500", address));
            }
        }

        return context.Shared.Get((parse.Template, direction), () => new VelocityTemplate(parse.Template, direction));
    }
}
