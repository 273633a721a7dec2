using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.Aws;
using Portico.Protocol.Messages;
using Portico.Protocol.Operations;

namespace Portico.Protocol.Binding;

/// <summary>
/// Turns a request into the input that its operation's shape describes, and collects on the way what the shape forbids. A wrong
/// JSON type ends the reading at once (SerializationException); everything else is reported together (ValidationException): the
/// members of the body in the model's order, then those of the path, the query and the headers.
/// </summary>
internal sealed class InputBinder
{
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 64 };

    private readonly OperationTable _table;
    private readonly ConstraintViolations _violations;

    private InputBinder(OperationTable table, ConstraintViolations violations)
    {
        _table = table;
        _violations = violations;
    }

    public static InputStructure Bind(
        OperationTable table, OperationDescription operation, ImmutableArray<string> labels, QueryParameters query, ServiceRequest request, bool namesMembersAlone = false)
    {
        if (operation.Input is null) return InputStructure.Empty;
        var binder = new InputBinder(table, new ConstraintViolations(namesMembersAlone ? operation.InputName : null));
        var input = binder.BindAll(operation, table.Shape(operation.Input), labels, query, request);
        binder._violations.ThrowIfAny();
        return input;
    }

    private InputStructure BindAll(OperationDescription operation, Shape shape, ImmutableArray<string> labels, QueryParameters query, ServiceRequest request)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal);
        if (shape.Payload is { } payload)
        {
            var member = shape.Members.Single(each => each.Name == payload);
            if (_table.Shape(member.Shape).Kind is ShapeKind.Blob or ShapeKind.Text) BindPayload(member, request.Body, members);
            else if (ReadBody(request.Body) is { } whole)
            {
                using (whole) Keep(members, member, Read(whole.RootElement, _table.Shape(member.Shape), $"{operation.InputName}.{member.WireName}"));
            }
        }
        else if (shape.Members.Any(member => member.Place == MemberPlace.Body))
        {
            using var body = ReadBody(request.Body);
            ReadMembers(body?.RootElement, shape, operation.InputName, members);
        }

        // Path, query and headers come after the body in AWS's list.
        foreach (var member in shape.Members) BindPlaced(operation, shape, member, labels, query, request, members);
        return new(members);
    }

    private void BindPayload(ShapeMember member, ReadOnlyMemory<byte> body, Dictionary<string, object> members)
    {
        if (body.IsEmpty && member.Required) _violations.Missing(member.Name);
        else members[member.Name] = body;
    }

    private void BindPlaced(
        OperationDescription operation, Shape shape, ShapeMember member, ImmutableArray<string> labels, QueryParameters query, ServiceRequest request,
        Dictionary<string, object> members)
    {
        switch (member.Place)
        {
            case MemberPlace.Uri:
                var at = 0;
                foreach (var segment in operation.Uri.Segments)
                {
                    if (!UriTemplate.IsLabel(segment)) continue;
                    if (UriTemplate.LabelName(segment) == member.WireName) Keep(members, member, ReadText(labels[at], _table.Shape(member.Shape), member.Name));
                    at++;
                }

                break;
            case MemberPlace.QueryString:
                var values = query.Values(member.WireName);
                var what = _table.Shape(member.Shape);
                if (values.IsEmpty)
                {
                    if (member.Required) _violations.Missing(member.Name);
                }
                else if (what.Kind == ShapeKind.List)
                {
                    // AWS takes both forms: the parameter repeated, or once with commas.
                    var element = _table.Shape(what.Element!);
                    var separate = member.WireName == "embed" ? values.SelectMany(value => value.Split(',')) : values;
                    Keep(members, member, separate.Select(value => ReadText(value, element, member.Name)).ToList());
                }
                else Keep(members, member, ReadText(values[^1], what, member.Name));

                break;
            case MemberPlace.QueryMap:
                var taken = shape.Members.Where(each => each.Place == MemberPlace.QueryString).Select(each => each.WireName)
                    .Concat(operation.Uri.Query.Select(pair => pair.Key)).ToHashSet(StringComparer.Ordinal);
                var free = query.All.Where(pair => !taken.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)).ToList();
                if (free.Count > 0) members[member.Name] = free;
                break;
            case MemberPlace.Header:
                if (request.Headers.TryGetValue(member.WireName, out var header)) Keep(members, member, ReadText(header, _table.Shape(member.Shape), member.Name));
                else if (member.Required) _violations.Missing(member.Name);
                break;
            case MemberPlace.HeaderMap:
                var found = request.Headers.Where(pair => pair.Key.StartsWith(member.WireName, StringComparison.OrdinalIgnoreCase))
                    .Select(pair => KeyValuePair.Create(pair.Key[member.WireName.Length..], (object?)pair.Value)).ToList();
                if (found.Count > 0) members[member.Name] = found;
                break;
            case MemberPlace.Body or MemberPlace.StatusCode:
                break;
        }
    }

    private static JsonDocument? ReadBody(ReadOnlyMemory<byte> body)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty) return null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, JsonOptions);
        }
        catch (JsonException e)
        {
            throw ServiceException.Serialization(
                $"The body of the request is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        using (document) throw ServiceException.Serialization(Unexpected(document.RootElement, "Structure"));
    }

    private void ReadMembers(JsonElement? body, Shape shape, string where, Dictionary<string, object> members)
    {
        foreach (var member in shape.Members)
        {
            if (member.Place != MemberPlace.Body) continue;
            if (body is { } element && element.TryGetProperty(member.WireName, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                Keep(members, member, Read(value, _table.Shape(member.Shape), $"{where}.{member.WireName}", member.Required));
            }
            else if (member.Required) _violations.Missing($"{where}.{member.WireName}");
        }
    }

    private object? Read(JsonElement value, Shape shape, string where, bool required = true)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                if (value.ValueKind != JsonValueKind.Object) throw ServiceException.Serialization(Unexpected(value, "Structure"));
                var members = new Dictionary<string, object>(StringComparer.Ordinal);
                ReadMembers(value, shape, where, members);
                return new InputStructure(members);
            case ShapeKind.List:
                if (value.ValueKind != JsonValueKind.Array) throw ServiceException.Serialization(Unexpected(value, "List"));
                return ReadList(value, _table.Shape(shape.Element!), shape, where);
            case ShapeKind.Map:
                if (value.ValueKind != JsonValueKind.Object) throw ServiceException.Serialization(Unexpected(value, "Map"));
                var element = _table.Shape(shape.Element!);
                return value.EnumerateObject()
                    .Select(pair => KeyValuePair.Create(
                        Text(() => pair.Name), pair.Value.ValueKind == JsonValueKind.Null ? null : Read(pair.Value, element, $"{where}.{pair.Name}.member")))
                    .ToList();
            case ShapeKind.Text:
                if (value.ValueKind != JsonValueKind.String) throw ServiceException.Serialization(Unexpected(value, "String"));
                return ReadText(Text(() => value.GetString()!), shape, where, required);
            case ShapeKind.Boolean:
                return value.ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => throw ServiceException.Serialization(Unexpected(value, "Boolean")),
                };
            case ShapeKind.Integer or ShapeKind.Long:
                if (value.ValueKind != JsonValueKind.Number) throw ServiceException.Serialization(Unexpected(value, shape.Kind == ShapeKind.Integer ? "Integer" : "Long"));
                return ReadWhole(value.GetDouble(), shape, where);
            case ShapeKind.Double:
                if (value.ValueKind != JsonValueKind.Number) throw ServiceException.Serialization(Unexpected(value, "Double"));
                return ReadNumber(value.GetDouble(), shape, where);
            case ShapeKind.Timestamp:
                return value.ValueKind switch
                {
                    JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
                    JsonValueKind.String => Text(() => value.GetString()!),
                    _ => throw ServiceException.Serialization(Unexpected(value, "Date")),
                };
            case ShapeKind.Blob:
                if (value.ValueKind != JsonValueKind.String || !value.TryGetBytesFromBase64(out var bytes)) throw ServiceException.Serialization(Unexpected(value, "Blob"));
                return (ReadOnlyMemory<byte>)bytes;
            default:
                throw new InvalidOperationException($"{shape.Kind} has no form in JSON");
        }
    }

    private List<object?> ReadList(JsonElement value, Shape element, Shape list, string where)
    {
        if (element.Enumeration.Length > 0)
        {
            // A list of an enumeration is judged as a whole.
            if (value.EnumerateArray().FirstOrDefault(each => each.ValueKind != JsonValueKind.String) is { ValueKind: not JsonValueKind.Undefined } odd)
            {
                throw ServiceException.Serialization(Unexpected(odd, "String"));
            }

            var texts = value.EnumerateArray().Select(each => Text(() => each.GetString()!)).ToList();
            if (texts.Exists(text => !element.Enumeration.Contains(text)))
            {
                _violations.Add($"[{string.Join(", ", texts)}]", where, $"Member must satisfy constraint: [{ConstraintViolations.EnumRule(element)}]");
            }

            return [.. texts];
        }

        var items = new List<object?>();
        foreach (var each in value.EnumerateArray())
        {
            items.Add(each.ValueKind == JsonValueKind.Null ? null : Read(each, element, $"{where}.{items.Count + 1}.member"));
        }

        _violations.CheckLength(items.Count, $"[{string.Join(", ", items)}]", list, where);
        return items;
    }

    // A text of the path, the query or a header has its type from the shape.
    private object? ReadText(string value, Shape shape, string where, bool required = true)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Boolean:
                return value.Equals("true", StringComparison.OrdinalIgnoreCase);
            case ShapeKind.Integer or ShapeKind.Long:
                return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? ReadWhole(whole, shape, where)
                    : throw ServiceException.Serialization($"class java.lang.String can not be converted to an {(shape.Kind == ShapeKind.Integer ? "Integer" : "Long")}");
            case ShapeKind.Double:
                return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? ReadNumber(number, shape, where)
                    : throw ServiceException.Serialization("class java.lang.String can not be converted to an Double");
        }

        // An empty text counts as not sent where an enumeration is not required, as recorded for ipAddressType.
        if (value.Length == 0 && shape.Enumeration.Length > 0 && !required) return null;
        if (shape.Enumeration.Length > 0 && !shape.Enumeration.Contains(value)) _violations.Add(value, where, ConstraintViolations.EnumRule(shape));
        if (shape.Pattern is not null && !shape.Matches(value)) _violations.Add(value, where, $"Member must satisfy regular expression pattern: {shape.Pattern}");
        _violations.CheckLength(value.Length, value, shape, where);
        return value;
    }

    private long ReadWhole(double value, Shape shape, string where)
    {
        // AWS cuts the fraction off.
        var whole = Math.Truncate(value);
        if (shape.Kind == ShapeKind.Integer && whole is < int.MinValue or > int.MaxValue || Math.Abs(whole) > long.MaxValue)
        {
            throw ServiceException.Serialization($"{value.ToString(CultureInfo.InvariantCulture)} is outside of the range of an {shape.Kind}");
        }

        _violations.CheckValue(whole, shape, where);
        return (long)whole;
    }

    private double ReadNumber(double value, Shape shape, string where)
    {
        _violations.CheckValue(value, shape, where);
        return value;
    }

    private static void Keep(Dictionary<string, object> members, ShapeMember member, object? value)
    {
        if (value is not null) members[member.Name] = value;
    }

    // Half of a surrogate pair is JSON and is no text.
    private static string Text(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw ServiceException.Serialization("The body of the request holds a text that is no valid Unicode");
        }
    }

    // AWS's grammar, as recorded.
    private static string Unexpected(JsonElement value, string wanted) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => $"class java.lang.Boolean can not be converted to an {wanted}",
        JsonValueKind.Number => $"class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an {wanted}",
        JsonValueKind.String => $"class java.lang.String can not be converted to an {wanted}",
        JsonValueKind.Array => "Start of list found where not expected",
        JsonValueKind.Object => "Start of structure or map found where not expected.",
        _ => $"null can not be converted to an {wanted}",
    };
}
