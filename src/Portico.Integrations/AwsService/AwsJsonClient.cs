using System.Text;
using Portico.Aws.Services;
using Portico.Aws.Signing;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.AwsService;

/// <summary>Calls operations of AWS services on Portico's own behalf, where they speak JSON: signed with Portico's own credentials.</summary>
public sealed class AwsJsonClient(AwsAccess access)
{
    private const int MaxAnswerBytes = 64 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Whether the operator has said where this service is: <c>AWS_ENDPOINT_URL_{SERVICE}</c>, or <c>endpoints</c>.</summary>
    public bool IsSetFor(string service) => AwsServices.Find(service) is { } model && access.Endpoints.IsSetFor(model, service);

    /// <summary>Calls an operation.</summary>
    /// <param name="service">As ARNs call it.</param>
    /// <param name="operation">Such as <c>PutLogEvents</c>.</param>
    /// <param name="region">Where.</param>
    /// <param name="body">JSON.</param>
    /// <returns>The answer's status and text.</returns>
    /// <exception cref="IOException">It could not be called.</exception>
    public async Task<(int Status, string Text)> CallAsync(string service, string operation, string region, ReadOnlyMemory<byte> body)
    {
        var model = AwsServices.Find(service) ?? throw new IOException($"there is no service '{service}'");
        var endpoint = access.Endpoints.Find(model, "aws", region, null, service);
        if (endpoint.Problem is { } problem) throw new IOException(problem);
        if (access.Identity.Find(endpoint.IsConfigured) is not { } credentials) throw new IOException("there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        if (UriTemplate.TryParse(endpoint.Url + "/")?.Resolve(new HeaderList()) is not var (origin, target)) throw new IOException($"'{endpoint.Url}' is no address");

        var headers = new HeaderList();
        headers.Add("Host", endpoint.Host ?? origin.Authority);
        headers.Add("Content-Type", $"application/x-amz-json-{model.JsonVersion}");
        headers.Add("X-Amz-Target", $"{model.TargetPrefix}.{operation}");
        foreach (var (name, value) in access.Signer.Sign("POST", target, "", SignedLines.Of(headers), PayloadHash.Of(body.Span), credentials, region, model.SigningName)) headers.Add(name, value);
        try
        {
            using var answer = await access.BackEnds.SendAsync(
                new UpstreamRequest { Origin = origin, Method = "POST", Target = target, Headers = headers, Body = body, TimeLimit = TimeLimit }, new HeaderList());
            var bytes = new byte[MaxAnswerBytes];
            var length = 0;
            while (length < bytes.Length && await answer.ReadAsync(bytes.AsMemory(length)) is > 0 and var read) length += read;
            return (answer.Status, Encoding.UTF8.GetString(bytes, 0, length));
        }
        catch (UpstreamException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
