using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Portico.Explanations;

/// <summary>A request that nobody sent: what it would be, and of whom.</summary>
internal sealed record SimulatedRequest
{
    internal const int MaxBytes = 64 * 1024;

    internal required string RestApiId { get; init; }

    internal required string Stage { get; init; }

    internal string Method { get; init; } = "GET";

    /// <summary>Behind the stage, with a leading slash; perhaps with a query.</summary>
    internal required string Path { get; init; }

    /// <summary>An ARN or an access key id; null for nobody who signs.</summary>
    internal string? Caller { get; init; }

    internal IPAddress SourceIp { get; init; } = IPAddress.Loopback;

    /// <summary>Null for now.</summary>
    internal DateTimeOffset? Time { get; init; }

    /// <summary><c>http</c> or <c>https</c>; null for that of the gateway.</summary>
    internal string? Scheme { get; init; }

    internal ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <returns>Null, with what is wrong, where, and what would be right.</returns>
    internal static SimulatedRequest? Read(ReadOnlyMemory<byte> body, out string problem)
    {
        problem = "the body is no JSON object of at most 64 KB with restApiId, stage and path, and perhaps method, caller, sourceIp, time, scheme, headers";
        if (body.Length > MaxBytes) return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            var headers = ImmutableArray.CreateBuilder<(string, string)>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member is { Name: "headers", Value.ValueKind: JsonValueKind.Object })
                {
                    foreach (var header in member.Value.EnumerateObject())
                    {
                        problem = $"headers/{header.Name} is no text that a header can have";
                        if (header.Value.ValueKind != JsonValueKind.String || !IsHeader(header.Name, header.Value.GetString()!)) return null;
                        headers.Add((header.Name, header.Value.GetString()!));
                    }

                    continue;
                }

                problem = $"'{member.Name}' is no text among restApiId, stage, method, path, caller, sourceIp, time, scheme";
                if (member.Name is not ("restApiId" or "stage" or "method" or "path" or "caller" or "sourceIp" or "time" or "scheme") || member.Value.ValueKind != JsonValueKind.String) return null;
                texts[member.Name] = member.Value.GetString()!;
            }

            return Of(texts, headers.ToImmutable(), out problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SimulatedRequest? Of(Dictionary<string, string> texts, ImmutableArray<(string Name, string Value)> headers, out string problem)
    {
        problem = "restApiId, stage and path are needed, and the path begins with a slash";
        if (!texts.TryGetValue("restApiId", out var api) || !texts.TryGetValue("stage", out var stage) || !texts.TryGetValue("path", out var path) || !path.StartsWith('/')) return null;

        problem = $"'{texts.GetValueOrDefault("sourceIp")}' is no IP address";
        var address = IPAddress.Loopback;
        if (texts.TryGetValue("sourceIp", out var ip) && !IPAddress.TryParse(ip, out address!)) return null;

        problem = $"'{texts.GetValueOrDefault("time")}' is no time such as 2026-01-31T12:00:00Z";
        DateTimeOffset? time = null;
        if (texts.TryGetValue("time", out var at))
        {
            if (!DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed)) return null;
            time = parsed;
        }

        problem = $"'{texts.GetValueOrDefault("scheme")}' is no scheme; use http or https";
        if (texts.TryGetValue("scheme", out var scheme) && scheme is not ("http" or "https")) return null;

        problem = "whoever is the caller signs the request: there is no second Authorization header";
        var caller = texts.GetValueOrDefault("caller") is { Length: > 0 } named && named != "anonymous" ? named : null;
        if (caller is not null && headers.Any(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))) return null;

        return new SimulatedRequest { RestApiId = api, Stage = stage, Method = texts.GetValueOrDefault("method")?.ToUpperInvariant() ?? "GET", Path = path, Caller = caller, SourceIp = address, Time = time, Scheme = scheme, Headers = headers };
    }

    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && !value.Any(char.IsControl);
}
