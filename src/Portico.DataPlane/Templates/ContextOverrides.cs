using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary>
/// What templates assign to <c>$context.requestOverride</c> and <c>$context.responseOverride</c>. A parameter may be overridden only once in
/// a template; the values of one template can be read in the next.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html"/>
public sealed class ContextOverrides
{
    private static readonly string[] RequestPlaces = ["path", "header", "querystring"];

    private VtlMap? _request;
    private VtlMap? _response;

    /// <summary>Whether a template looked at either map; without that there is nothing to apply.</summary>
    public bool AreTouched => _request is not null || _response is not null;

    internal VtlMap Request => _request ??= Maps(RequestPlaces, takesOneWrite: false);

    internal VtlMap Response => _response ??= Maps(["header"], takesOneWrite: true);

    /// <summary>The response's status; null when none was set that is a status.</summary>
    public int? Status
    {
        get
        {
            var value = _response?["status"] ?? default;
            if (value.IsNull) return null;
            return int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 599 ? status : null;
        }
    }

    /// <summary>The headers of the response.</summary>
    public IEnumerable<(string Name, string Value)> ResponseHeaders => Rows(_response, "header");

    /// <summary>Header lines of the request for the back end.</summary>
    public IEnumerable<(string Name, string Value)> RequestHeaders => Rows(_request, "header");

    /// <summary>Query parameters of the request for the back end.</summary>
    public IEnumerable<(string Name, string Value)> RequestQuery => Rows(_request, "querystring");

    /// <summary>Values of the URI's placeholders.</summary>
    public IEnumerable<(string Name, string Value)> RequestPath => Rows(_request, "path");

    internal VtlMap Of(TemplateDirection side) => side == TemplateDirection.Request ? Request : Response;

    /// <summary>Takes the maps that a whole <c>$context</c> holds in the place of its own, where there are such.</summary>
    internal void Adopt(VtlValue request, VtlValue response)
    {
        if (request.Kind == VtlKind.Map) _request = request.Map;
        if (response.Kind == VtlKind.Map) _response = response.Map;
    }

    internal void BeginRendering()
    {
        Begin(_request);
        Begin(_response);
    }

    internal void Clear()
    {
        _request = null;
        _response = null;
    }

    private static void Begin(VtlMap? map)
    {
        if (map is null) return;
        map.ForgetWrites();
        foreach (var (_, value) in map.Pairs)
        {
            if (value.Kind == VtlKind.Map) value.Map.ForgetWrites();
        }
    }

    private static VtlMap Maps(IEnumerable<string> names, bool takesOneWrite)
    {
        var maps = new VtlMap(takesOneWrite);
        foreach (var name in names) maps[name] = VtlValue.Of(new VtlMap(takesOneWrite: true));
        return maps;
    }

    private static ImmutableArray<(string Name, string Value)> Rows(VtlMap? maps, string place) =>
        maps?[place] is { Kind: VtlKind.Map } value ? [.. value.Map.Pairs.Where(pair => !pair.Value.IsNull).Select(pair => (pair.Key.ToString(), Text(pair.Value)))] : [];

    // Recorded: the values of a list are joined.
    private static string Text(VtlValue value) => value switch
    {
        { Kind: VtlKind.List } => string.Join(',', Enumerable.Range(0, value.List.Count).Select(index => value.List[index].ToString())),
        { Kind: VtlKind.Json, Json.ValueKind: JsonValueKind.Array } => string.Join(',', value.Json.EnumerateArray().Select(item => VtlValue.Of(item).ToString())),
        _ => value.ToString(),
    };
}
