using System.Text;

namespace Portico.Tests.Running;

/// <summary>What a client got: the status, header lines in their order, and the bytes of the body without framing.</summary>
internal sealed record Answer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The values of a header, joined; null when it is not there.</summary>
    internal string? this[string name]
    {
        get
        {
            var values = Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToArray();
            return values.Length == 0 ? null : string.Join(", ", values);
        }
    }

    internal IEnumerable<string> Names => Headers.Select(header => header.Name);

    internal static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value.Select(value => (header.Key, value)));
        return new Answer((int)response.StatusCode, [.. headers], body);
    }

    /// <summary>Fails with the whole answer in the message when it is another one.</summary>
    internal void Is(int status, string text)
    {
        Assert.Equal($"{status} {text}", $"{Status} {Text}");
    }

    /// <summary>An answer of the gateway itself: status, error type, exact body.</summary>
    internal void IsRefusal(int status, string errorType, string text)
    {
        Assert.Equal($"{status} {errorType} {text}", $"{Status} {this["x-amzn-ErrorType"]} {Text}");
        Assert.Equal("application/json", this["Content-Type"]);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", this["x-amzn-RequestId"]);
        Assert.EndsWith("=", this["x-amz-apigw-id"], StringComparison.Ordinal);
        Assert.Null(this["X-Amzn-Trace-Id"]);
    }
}
