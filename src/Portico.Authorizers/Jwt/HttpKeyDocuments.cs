using System.Net;

namespace Portico.Authorizers.Jwt;

/// <summary>Documents of issuers over HTTP, within AWS's limits.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html"/>
public sealed class HttpKeyDocuments : IKeyDocuments, IDisposable
{
    private const int MaxBytes = 150_000;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All })
    {
        MaxResponseContentBufferSize = MaxBytes,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async ValueTask<string> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(address, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK) throw new KeyDocumentException($"{address} answered {(int)response.StatusCode}");
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            throw new KeyDocumentException($"{address} did not answer in time", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new KeyDocumentException($"{address} cannot be read: {exception.Message}", exception);
        }
    }

    public void Dispose() => _client.Dispose();
}
