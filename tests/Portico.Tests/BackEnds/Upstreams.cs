using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;

namespace Portico.Tests.BackEnds;

/// <summary>Requests and answers at the port to back ends.</summary>
internal static class Upstreams
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static UpstreamRequest Request(string url, string method = "GET", string body = "", BackEndTls? tls = null) => new()
    {
        Origin = Origin.TryParse(url, tls)!.Value.Origin,
        Method = method,
        Target = "/",
        Headers = new HeaderList(),
        Body = System.Text.Encoding.UTF8.GetBytes(body),
        TimeLimit = Limit,
    };

    internal static async Task<(int Status, string Text)> CallAsync(this IUpstreamClient client, UpstreamRequest request, HeaderList? headers = null)
    {
        using var answer = await client.SendAsync(request, headers ?? new HeaderList());
        using var reader = new StreamReader(answer.AsStream());
        return (answer.Status, await reader.ReadToEndAsync());
    }

    internal static async Task<UpstreamException> FailureAsync(this IUpstreamClient client, UpstreamRequest request) =>
        await Assert.ThrowsAsync<UpstreamException>(() => client.CallAsync(request));
}
