using System.Text;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Context;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Media;
using Portico.DataPlane.Stages;

namespace Portico.DataPlane.Responses;

/// <summary>Turns a failure into the client's response: the stage's gateway response of that type, or the built-in one.</summary>
public static class GatewayResponder
{
    public static void Render(Invocation invocation, CompiledGatewayResponses settings, GatewayFault fault)
    {
        invocation.Fault = fault;
        var response = invocation.Response;
        response.Clear();

        var custom = settings.Find(fault.Type);
        var typeStatus = fault.Type.DefaultStatusCode ?? 500;
        response.Status = custom?.Status ?? (custom is { UsesTypeStatus: true } ? typeStatus : fault.BuiltInStatus ?? typeStatus);

        var (mediaType, text) = Body(invocation, fault, custom);
        response.Body = Encoding.UTF8.GetBytes(text);
        response.Headers.Add("Content-Type", mediaType);
        response.Headers.Add("x-amzn-ErrorType", fault.ErrorType ?? fault.Type.ErrorType);

        if (custom is null) return;
        foreach (var header in custom.Headers)
        {
            // A value that cannot be read has no header: there is no second failure to answer.
            if (header.Source.Read(invocation, out var value) is null && !string.IsNullOrEmpty(value)) response.Headers.Set(header.Name, HeaderText.Clean(value));
        }
    }

    private static (string MediaType, string Text) Body(Invocation invocation, GatewayFault fault, CompiledGatewayResponse? custom)
    {
        if (custom is null || custom.Templates.IsEmpty)
        {
            var key = fault.Type == GatewayResponseType.AccessDenied ? "Message" : "message";
            return (MediaTypes.Json, $"{{\"{key}\":{(fault.Type.SpaceAfterColon ? " " : "")}{JsonText.Quoted(fault.Message)}}}");
        }

        var templates = custom.Templates;
        var chosen = templates.FirstOrDefault(template => MediaTypes.Same(template.MediaType, MediaTypes.Json)) ?? templates[0];
        if (templates.Length > 1 && invocation.Request.Header("Accept") is { } accept)
        {
            var wanted = MediaTypes.First(accept);
            chosen = templates.FirstOrDefault(template => MediaTypes.Same(template.MediaType, wanted)) ?? chosen;
        }

        return (chosen.MediaType, chosen.Template.Render(invocation));
    }
}
