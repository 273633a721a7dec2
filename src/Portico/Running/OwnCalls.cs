using System.Text;
using System.Text.Json;
using Portico.Hosting;
using Portico.Protocol.Messages;

namespace Portico.Running;

/// <summary>Control calls that a command makes itself: the same as any client's.</summary>
internal static class OwnCalls
{
    internal static ValueTask<ServiceResponse> SendAsync(GatewayHost host, string method, string path, string query, string body, CancellationToken cancellationToken) =>
        host.ApiGateway.InvokeAsync(new ServiceRequest { Method = method, RawPath = path, QueryString = query, Body = Encoding.UTF8.GetBytes(body) }, cancellationToken);

    /// <summary>What a refusal says.</summary>
    internal static string MessageOf(ServiceResponse answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.TryGetProperty("message", out var message) || document.RootElement.TryGetProperty("Message", out message)
            ? message.GetString() ?? ""
            : document.RootElement.GetRawText();
    }
}
