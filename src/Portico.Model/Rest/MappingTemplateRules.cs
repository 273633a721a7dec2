using System.Text;
using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about mapping templates, wherever they stand.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"/>
internal static class MappingTemplateRules
{
    /// <summary>Of one template, in UTF-8: 300 KB.</summary>
    public const int MaxBytes = 300 * 1024;

    /// <exception cref="ServiceException">The key is no media type, or the template is too large.</exception>
    public static void Check(MediaTypeTemplate template)
    {
        MediaTypes.CheckKey(template.MediaType);
        CheckSize(template);
    }

    /// <exception cref="ServiceException">The template is too large.</exception>
    public static void CheckSize(MediaTypeTemplate template)
    {
        if (template.Template is not { } text || text.Length <= MaxBytes / 3 || Encoding.UTF8.GetByteCount(text) is var bytes && bytes <= MaxBytes) return;
        throw ServiceException.BadRequest($"Validation Result: warnings : [], errors : [Mapping template for {template.MediaType} has {bytes} bytes, at most {MaxBytes} are allowed]");
    }
}
