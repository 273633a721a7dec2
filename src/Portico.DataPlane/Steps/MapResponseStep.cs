using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Media;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.DataPlane.Stages;
using Portico.DataPlane.Templates;

namespace Portico.DataPlane.Steps;

/// <summary>
/// The integration response of a non-proxy integration: 1 selection, 2 parameters, 3 template, 4 content handling, 5 body,
/// 6 what the templates override.
/// </summary>
/// <param name="selector">The method's integration responses.</param>
/// <param name="showsTraceId">Whether the answer bears the trace id: not with MOCK.</param>
public sealed class MapResponseStep(ResponseSelector selector, bool showsTraceId) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        invocation.EndIntegration();
        return invocation.Integration.ResponseBody.Length <= TemplateWork.InlineBytes ? new(Map(invocation)) : new(Task.Run(() => Map(invocation)));
    }

    private GatewayFault? Map(Invocation invocation)
    {
        var call = invocation.Integration;
        var response = invocation.Response;

        // 1.
        var mapping = call.SelectionText is { } text ? selector.ForText(text) : selector.ForStatus(call.Status);
        if (mapping is null)
        {
            return GatewayFault.Configuration($"No match for output mapping and no default endpoint response specified. Endpoint Response Status Code: {call.Status}");
        }

        if (mapping.ConfigurationError is { } error) return GatewayFault.Configuration(error);
        response.Status = mapping.Status;
        response.ShowsTraceId = showsTraceId;

        // 2.
        foreach (var header in mapping.Headers)
        {
            if (header.Source.Read(invocation, out var value) is { } fault) return fault;
            if (value is not null) response.Headers.Set(header.Name, HeaderText.Clean(value));
        }

        // 3.
        var accept = invocation.Request.Headers.Accept;
        var wanted = accept.Count == 0 ? null : accept[0];
        var entry = mapping.Templates.ForResponse(wanted);

        // 4. Nothing is converted where there is nothing: MOCK and bodyless answers.
        var body = call.ResponseBody;
        if (!body.IsEmpty)
        {
            var binary = invocation.Stage.BinaryMediaTypes;
            var payloadIsBinary = binary.Matches(call.ResponseHeaders.Last("Content-Type") ?? MediaTypes.Json);
            var conversion = ContentConversions.ForResponse(payloadIsBinary, binary.Matches(wanted), mapping.ContentHandling);
            if (!conversion.TryApply(ref body, invocation.MappedBody)) return GatewayFault.Configuration("Unable to base64 decode the body.");
            if (entry?.Template is not null && !conversion.GivesText())
            {
                return GatewayFault.Configuration("Unable to transform response: a template cannot take a binary body");
            }
        }

        // 5.
        if (entry?.Template is { } template)
        {
            if (template.Constant is { } constant)
            {
                body = constant;
            }
            else
            {
                invocation.RenderedBody.Clear();
                if (template.Render(invocation, body, invocation.RenderedBody) is { } failure) return failure;
                body = invocation.RenderedBody.Memory;
            }
        }

        response.Body = body;

        // 6. Recorded for MOCK: what the request's template set counts as well.
        if (invocation.Overrides is { } overrides && OverriddenParameters.ApplyToResponse(overrides, response) is { } refusal) return refusal;
        if (!response.Headers.Contains("Content-Type")) response.Headers.Add("Content-Type", entry?.MediaType is { } type && !type.StartsWith('$') ? type : MediaTypes.Json);
        return null;
    }
}
