using Portico.Failures;
using Portico.Hosting;
using Portico.Model.Domains;
using Portico.Protocol.Messages;

namespace Portico.Running;

/// <summary>
/// Puts an API at the root of this machine's own names: ordinary domain names and base path mappings, made by the calls that
/// any client makes, and visible as such.
/// </summary>
internal sealed class LoopbackMount(GatewayHost host)
{
    internal async Task MountAsync(string apiId, string stageName, CancellationToken cancellationToken)
    {
        foreach (var name in DomainNameRules.LoopbackNames)
        {
            var domain = $"/domainnames/{Uri.EscapeDataString(name)}";
            var root = $"{domain}/basepathmappings/{Uri.EscapeDataString(BasePathMapping.None)}";

            // A run over the data of an earlier one finds both, perhaps with another API.
            if ((await SendAsync("GET", domain, "")).Status == 404)
            {
                Granted(await SendAsync("POST", "/domainnames", $$$"""{"domainName":"{{{name}}}","endpointConfiguration":{"types":["REGIONAL"]}}"""));
            }

            Granted((await SendAsync("GET", root, "")).Status == 404
                ? await SendAsync("POST", $"{domain}/basepathmappings", $$"""{"restApiId":"{{apiId}}","stage":"{{stageName}}"}""")
                : await SendAsync("PATCH", root, $$"""{"patchOperations":[{"op":"replace","path":"/restapiId","value":"{{apiId}}"},{"op":"replace","path":"/stage","value":"{{stageName}}"}]}"""));

            void Granted(ServiceResponse answer)
            {
                if (answer.Status >= 300) throw CommandFailure.BadInput($"the domain name {name} was refused: {OwnCalls.MessageOf(answer)}");
            }
        }

        ValueTask<ServiceResponse> SendAsync(string method, string path, string body) => OwnCalls.SendAsync(host, method, path, "", body, cancellationToken);
    }
}
