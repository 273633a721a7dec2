using System.Text.Json;
using Portico.Hosting;

namespace Portico.CommandLine;

/// <summary>What <c>portico serve</c> shows at start.</summary>
internal static class ServerReport
{
    internal static void Write(TextWriter output, HostSettings settings, GatewayHost server)
    {
        var urls = server.GatewayListener.Urls;
        var store = settings.StoresInMemory ? "memory" : settings.DataFolder;
        if (settings.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new StartLine([.. urls], server.ControlListener.Url, store), StartLineJson.Default.StartLine));
        }
        else
        {
            output.WriteLine($"  API calls  {string.Join("  ", urls)}");
            output.WriteLine($"  control    {server.ControlListener.Url}   (aws --endpoint-url {server.ControlListener.Url} apigateway get-rest-apis)");
            output.WriteLine($"  store      {store}");
        }

        output.Flush();
    }

    internal sealed record StartLine(IReadOnlyList<string> GatewayUrls, string ControlUrl, string? Store);
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ServerReport.StartLine))]
internal sealed partial class StartLineJson : System.Text.Json.Serialization.JsonSerializerContext;
