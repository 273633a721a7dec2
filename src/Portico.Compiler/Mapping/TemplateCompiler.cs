using System.Collections.Immutable;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Mapping;

/// <summary>Mapping template text to a compiled template: the one place where the template language is chosen.</summary>
internal static class TemplateCompiler
{
    /// <param name="templates">As the definition has them, or null.</param>
    /// <param name="address">The map of templates, for findings.</param>
    /// <param name="context">Where findings go.</param>
    /// <returns>The templates, and false when one of them needs the language.</returns>
    internal static (TemplateSet Templates, bool Complete) Compile(ImmutableArray<MediaTypeTemplate>? templates, ElementAddress address, CompilationContext context)
    {
        if (templates is not { IsDefaultOrEmpty: false } present) return (TemplateSet.Empty, true);

        var complete = true;
        var entries = ImmutableArray.CreateBuilder<TemplateEntry>(present.Length);
        foreach (var (mediaType, text) in present)
        {
            if (text is null)
            {
                entries.Add(new TemplateEntry(mediaType, null));
            }
            else if (PlainTextTemplate.IsPlain(text))
            {
                entries.Add(new TemplateEntry(mediaType, new PlainTextTemplate(text)));
            }
            else
            {
                complete = false;
                context.Report(Finding.Error(
                    $"the template for '{mediaType}' uses the mapping template language (the first '$' or '#' is at character {text.AsSpan().IndexOfAny('$', '#') + 1}), which this version of Portico does not render; use a template of plain text, or none",
                    address.Part(mediaType)));
            }
        }

        return (new TemplateSet(entries.ToImmutable()), complete);
    }
}
