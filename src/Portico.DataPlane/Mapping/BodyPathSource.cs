using System.Text.Json;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;
using Portico.Json.Paths;

namespace Portico.DataPlane.Mapping;

/// <summary>A part of a body, chosen by a JSONPath: <c>method.request.body.x</c> and <c>integration.response.body.x</c>.</summary>
public sealed class BodyPathSource : ValueSource
{
    private readonly JsonPath _path;
    private readonly bool _ofResponse;

    private BodyPathSource(JsonPath path, bool ofResponse)
    {
        _path = path;
        _ofResponse = ofResponse;
    }

    public static BodyPathSource OfRequest(JsonPath path) => new(path, ofResponse: false);

    public static BodyPathSource OfResponse(JsonPath path) => new(path, ofResponse: true);

    public override GatewayFault? Read(Invocation invocation, out string? value)
    {
        value = null;
        var body = _ofResponse ? invocation.Integration.ResponseBody : invocation.Body.Memory;

        // Recorded: a body that cannot begin JSON is not tried at all.
        var start = body.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is not ((byte)'{' or (byte)'[' or (byte)'\'' or (byte)'"')) return null;

        // One value of a body that nobody has parsed: reading it through is cheaper than a document.
        if (_path.CanFind && (_ofResponse || !invocation.BodyIsParsed))
        {
            var found = _path.Find(body.Span, JsonBodies.MaxDepth);
            if (found.Kind == JsonPathBytesKind.Invalid) return _ofResponse ? InvalidResponseJson : InvalidRequestJson;
            value = found.Text;
            return null;
        }

        if (!_ofResponse)
        {
            if (invocation.BodyAsJson() is not { } request) return InvalidRequestJson;
            value = Text(_path.Select(request));
            return null;
        }

        using var document = JsonBodies.TryParse(body);
        if (document is null) return InvalidResponseJson;
        value = Text(_path.Select(document.RootElement));
        return null;
    }

    private static GatewayFault InvalidRequestJson { get; } = new() { Type = GatewayResponseType.BadRequestBody, Message = "Invalid JSON in request body" };

    private static GatewayFault InvalidResponseJson { get; } = GatewayFault.Configuration("Invalid JSON in integration response body");

    private static string? Text(JsonPathResult result) => result.Kind switch
    {
        JsonPathResultKind.Element => result.Element.ValueKind switch
        {
            JsonValueKind.String => result.Element.GetString(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => result.Element.GetRawText(),
        },
        JsonPathResultKind.List => $"[{string.Join(',', result.Items.Select(item => item.GetRawText()))}]",
        _ => null,
    };
}
