using System.Text.Json;

namespace Portico.Tests.Running;

/// <summary>A domain name of one test and its base path mappings.</summary>
internal sealed class CustomDomain(RunningGateway gateway, string name)
{
    internal string Name => name;

    internal async Task<CustomDomain> CreateAsync(string endpointType = "REGIONAL")
    {
        await gateway.ControlAsync("POST", "/domainnames", "", JsonSerializer.Serialize(new { domainName = name, endpointConfiguration = new { types = new[] { endpointType } } }));
        return this;
    }

    /// <param name="basePath">Empty for the root.</param>
    /// <param name="apiId">The API.</param>
    /// <param name="stage">Empty to leave it to the caller.</param>
    internal Task MapAsync(string basePath, string apiId, string stage) =>
        gateway.ControlAsync("POST", $"/domainnames/{name}/basepathmappings", "", JsonSerializer.Serialize(new { basePath, restApiId = apiId, stage }));

    internal Task UnmapAsync(string basePath) =>
        gateway.ControlAsync("DELETE", $"/domainnames/{name}/basepathmappings/{Uri.EscapeDataString(basePath.Length == 0 ? "(none)" : basePath)}", "", "");

    internal Task DeleteAsync() => gateway.ControlAsync("DELETE", $"/domainnames/{name}", "", "");

    internal async Task<Answer> GetAsync(string target, string? host = null)
    {
        using var connection = await gateway.ConnectAsync();
        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: {host ?? name}\r\n\r\n");
        return await connection.ReceiveAsync();
    }
}
