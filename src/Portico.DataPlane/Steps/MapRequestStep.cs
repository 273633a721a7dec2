using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Media;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.DataPlane.Stages;
using Portico.DataPlane.Templates;

namespace Portico.DataPlane.Steps;

/// <summary>When a body without a template of its own may pass through.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html"/>
public enum PassthroughBehavior
{
    WhenNoMatch,
    WhenNoTemplates,
    Never,
}

/// <summary>
/// The integration request of a non-proxy integration: 1 template and passthrough, 2 content handling, 3 parameters, 4 body,
/// 5 what the template overrides.
/// </summary>
public sealed class MapRequestStep(TemplateSet templates, PassthroughBehavior passthrough, ContentHandling handling, RequestParameterMap parameters) : IStep
{
    /// <summary>The results of templates that are the same for every request.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> ConstantBodies =>
        templates.Entries.Select(entry => entry.Template?.Constant).Where(body => body is not null).Select(body => body!.Value);

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation) =>
        invocation.Body.Length <= TemplateWork.InlineBytes ? new(Map(invocation)) : new(Task.Run(() => Map(invocation)));

    private GatewayFault? Map(Invocation invocation)
    {
        var contentType = invocation.Request.Headers.ContentType;
        var mediaType = contentType.Count == 0 || string.IsNullOrEmpty(contentType[0]) ? MediaTypes.Json : MediaTypes.First(contentType[0]!);

        // 1.
        var entry = templates.IsEmpty ? null : templates.ForRequest(mediaType);
        if (entry is null && passthrough != PassthroughBehavior.WhenNoMatch && (passthrough == PassthroughBehavior.Never || !templates.IsEmpty))
        {
            return GatewayFault.UnsupportedMediaType;
        }

        // 2. A body-less request is converted too: there is nothing to convert, but a binary type still bars the template.
        var isBinary = invocation.Stage.BinaryMediaTypes.Matches(mediaType);
        var conversion = ContentConversions.ForRequest(isBinary, handling);
        var body = invocation.Body.Memory;
        if (!conversion.TryApply(ref body, invocation.MappedBody))
        {
            return GatewayFault.Configuration("Unable to base64 decode the body.");
        }

        // 3.
        if (parameters.Apply(invocation) is { } fault) return fault;

        // 4.
        var call = invocation.Integration;
        call.RequestContentType = mediaType;
        if (entry?.Template is not { } template)
        {
            call.RequestBody = body;
            return null;
        }

        if (!conversion.GivesText()) return GatewayFault.Configuration("Unable to transform request: a template cannot take a binary body");
        call.RequestContentType = entry.MediaType.StartsWith('$') ? mediaType : entry.MediaType;
        if (template.Constant is { } constant)
        {
            call.RequestBody = constant;
            return null;
        }

        var output = invocation.RenderedBody;
        output.Clear();
        if (template.Render(invocation, body, output) is { } failure) return failure;
        call.RequestBody = output.Memory;

        // 5.
        return invocation.Overrides is { } overrides ? OverriddenParameters.ApplyToRequest(overrides, call) : null;
    }
}
