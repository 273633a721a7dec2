using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Portico.Protocol.Operations;

/// <summary>
/// All operations of one service with their shapes, as <c>eng/operation_table.py</c> writes them from the service's model.
/// Operations are read at once, shapes when they are first asked for. Safe for use on any thread.
/// </summary>
public sealed class OperationTable
{
    private readonly byte[] _text;
    private readonly Dictionary<string, Range> _shapeTexts;
    private readonly ConcurrentDictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

    private OperationTable(byte[] text, Dictionary<string, string> head, List<OperationDescription> operations, Dictionary<string, Range> shapes)
    {
        _text = text;
        _shapeTexts = shapes;
        Service = head["service"];
        SigningName = head["signingName"];
        Origin = head["origin"];
        TargetPrefix = head.GetValueOrDefault("targetPrefix");
        // Plain dictionaries: freezing these would cost the start more than all look-ups give back.
        var byName = new Dictionary<string, OperationDescription>(operations.Count, StringComparer.Ordinal);
        foreach (var operation in operations) byName.Add(operation.Name, operation);
        Operations = byName;
    }

    /// <summary>Such as <c>apigateway</c>.</summary>
    public string Service { get; }

    /// <summary>The service's name in a SigV4 credential scope.</summary>
    public string SigningName { get; }

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>; null for a service that is called by paths.</summary>
    public string? TargetPrefix { get; }

    /// <summary>Where the facts come from.</summary>
    public string Origin { get; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, OperationDescription> Operations { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="text">UTF-8; kept, not copied.</param>
    /// <exception cref="InvalidDataException">The text is no operation table.</exception>
    public static OperationTable Read(byte[] text)
    {
        var head = new Dictionary<string, string>(StringComparer.Ordinal);
        var operations = new List<OperationDescription>();
        var shapes = new Dictionary<string, Range>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(text);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                switch (name)
                {
                    case "operations":
                        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) operations.Add(ReadOperation(ref reader));
                        break;
                    case "shapes":
                        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                        {
                            var shape = reader.GetString()!;
                            reader.Read();
                            var start = (int)reader.TokenStartIndex;
                            reader.Skip();
                            shapes.Add(shape, start..(int)reader.BytesConsumed);
                        }

                        break;
                    default:
                        head.Add(name, reader.GetString()!);
                        break;
                }
            }

            return new(text, head, operations, shapes);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"This is no operation table: {e.Message}", e);
        }
    }

    /// <summary>The shape of that name, which the model must have.</summary>
    public Shape Shape(string name) => _shapes.GetOrAdd(name, static (name, table) => table.ReadShape(name), this);

    private static OperationDescription ReadOperation(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        string? method = null, uri = null, input = null, output = null;
        var status = 200;
        var errors = ImmutableArray.CreateBuilder<string>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = reader.GetString();
            reader.Read();
            switch (property)
            {
                case "method": method = reader.GetString(); break;
                case "uri": uri = reader.GetString(); break;
                case "status": status = reader.GetInt32(); break;
                case "input": input = reader.GetString(); break;
                case "output": output = reader.GetString(); break;
                case "errors":
                    while (reader.Read() && reader.TokenType == JsonTokenType.String) errors.Add(reader.GetString()!);
                    break;
                default: reader.Skip(); break;
            }
        }

        return new(name, method ?? throw new JsonException($"{name} has no method"), UriTemplate.Parse(uri ?? throw new JsonException($"{name} has no uri")),
            status, input, output, errors.DrainToImmutable());
    }

    private Shape ReadShape(string name)
    {
        if (!_shapeTexts.TryGetValue(name, out var range)) throw new InvalidDataException($"The table of {Service} names the shape {name} and does not hold it.");
        using var document = JsonDocument.Parse(_text.AsMemory(range));
        var root = document.RootElement;
        var required = Texts(root, "required").ToHashSet(StringComparer.Ordinal);
        var kind = Kind(root.GetProperty("type").GetString()!);
        return new()
        {
            Name = name,
            Kind = kind,
            Members = root.TryGetProperty("members", out var members) ? [.. members.EnumerateObject().Select(member => Member(member, required.Contains(member.Name)))] : [],
            Payload = Text(root, "payload"),
            Element = Text(root, kind == ShapeKind.List ? "member" : "value"),
            Enumeration = [.. Texts(root, "enum")],
            Pattern = Text(root, "pattern"),
            Minimum = Number(root, "min"),
            Maximum = Number(root, "max"),
        };
    }

    private ShapeMember Member(JsonProperty member, bool required)
    {
        var shape = Text(member.Value, "shape")!;
        var location = Text(member.Value, "location");
        var place = location switch
        {
            null => MemberPlace.Body,
            "uri" => MemberPlace.Uri,
            "querystring" => KindOf(shape) == ShapeKind.Map ? MemberPlace.QueryMap : MemberPlace.QueryString,
            "header" => MemberPlace.Header,
            "headers" => MemberPlace.HeaderMap,
            "statusCode" => MemberPlace.StatusCode,
            _ => throw new InvalidDataException($"'{location}' is no place of a member; use uri, querystring, header, headers or statusCode"),
        };
        return new(member.Name, Text(member.Value, "locationName") ?? member.Name, shape, place, required);
    }

    // Only the kind, so that shapes which hold themselves can be read.
    private ShapeKind KindOf(string name)
    {
        using var document = JsonDocument.Parse(_text.AsMemory(_shapeTexts[name]));
        return Kind(document.RootElement.GetProperty("type").GetString()!);
    }

    private static ShapeKind Kind(string type) => type switch
    {
        "structure" => ShapeKind.Structure,
        "list" => ShapeKind.List,
        "map" => ShapeKind.Map,
        "string" => ShapeKind.Text,
        "boolean" => ShapeKind.Boolean,
        "integer" => ShapeKind.Integer,
        "long" => ShapeKind.Long,
        "double" or "float" => ShapeKind.Double,
        "timestamp" => ShapeKind.Timestamp,
        "blob" => ShapeKind.Blob,
        _ => throw new InvalidDataException($"'{type}' is no type of a shape"),
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static IEnumerable<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.EnumerateArray().Select(each => each.GetString()!) : [];

    public override string ToString() => new StringBuilder(Service).Append(", ").Append(Operations.Count).Append(" operations").ToString();
}
