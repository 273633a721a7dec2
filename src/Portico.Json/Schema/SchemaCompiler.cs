using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>
/// Turns the text of a schema into nodes. 1. Every place is compiled once, from a queue, so that circles between schemas end and deep
/// schemas do not need a deep stack. 2. References are resolved as they are met. 3. At the end circles that never reach a member of the
/// instance are refused, and so are chains long enough to exhaust the stack when validating.
/// </summary>
internal sealed class SchemaCompiler(Func<Uri, string?>? resolveReference)
{
    private const int MaxInPlaceChain = 64;
    private const int MaxSchemas = 100_000;

    private readonly SchemaDocuments _documents = new(resolveReference);
    private readonly Dictionary<(string Document, string Pointer), SchemaNode> _nodes = [];
    private readonly Queue<(SchemaPlace Place, SchemaNode Node)> _pending = new();

    public JsonSchemaError? Error { get; private set; }

    public SchemaNode? Compile(ReadOnlyMemory<byte> utf8Schema)
    {
        if (_documents.Add(SchemaDocuments.Unnamed, utf8Schema) is { } wrong)
        {
            Error = new JsonSchemaError("", wrong);
            return null;
        }

        var place = _documents.Find(SchemaDocuments.Unnamed, "", out _)!.Value;
        var root = NodeAt(place);
        while (Error is null && _pending.TryDequeue(out var next))
            Fill(next.Place, next.Node);

        if (Error is null)
            RefuseCircles();

        return Error is null ? root : null;
    }

    private SchemaNode NodeAt(SchemaPlace place)
    {
        var key = (place.Document.AbsoluteUri, place.Pointer);
        if (!_nodes.TryGetValue(key, out var node))
        {
            _nodes.Add(key, node = new SchemaNode());
            _pending.Enqueue((place, node));
            if (_nodes.Count > MaxSchemas)
                Fail(place, "", $"the schema has more than {MaxSchemas} subschemas");
        }

        return node;
    }

    private void Fill(SchemaPlace place, SchemaNode node)
    {
        if (place.Element.ValueKind != JsonValueKind.Object)
        {
            Fail(place, "", "a schema is a JSON object");
            return;
        }

        if (Get(place, "$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
        {
            if (_documents.Find(place.BaseUri, JsonText.String(reference), out var problem) is { } target)
                node.Target = NodeAt(target);
            else
                Fail(place, "$ref", problem!);

            return;
        }

        var keywords = new List<SchemaKeyword>();
        AddValueKeywords(place, keywords);
        AddNumberKeywords(place, keywords);
        AddStringKeywords(place, keywords);
        AddArrayKeywords(place, node, keywords);
        AddObjectKeywords(place, node, keywords);
        AddCombiningKeywords(place, keywords);
        node.Keywords = [.. keywords.OrderBy(static keyword => keyword.Name, StringComparer.Ordinal)];
    }

    private void AddValueKeywords(SchemaPlace place, List<SchemaKeyword> keywords)
    {
        if (Get(place, "type", out var type))
        {
            var types = PrimitiveTypes.None;
            var names = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : new[] { type };
            foreach (var name in names)
            {
                var one = name.ValueKind == JsonValueKind.String ? TypeKeyword.FromName(JsonText.String(name)) : PrimitiveTypes.None;
                if (one == PrimitiveTypes.None)
                    Fail(place, "type", $"{name.GetRawText()} is not a type; use one of array, boolean, integer, null, number, object, string");

                types |= one;
            }

            keywords.Add(new TypeKeyword(types));
        }

        if (Get(place, "enum", out var values) && Expect(place, "enum", values, JsonValueKind.Array))
            keywords.Add(new EnumKeyword(values));
    }

    private void AddNumberKeywords(SchemaPlace place, List<SchemaKeyword> keywords)
    {
        if (GetNumber(place, "minimum") is { } minimum)
            keywords.Add(new BoundKeyword(isMaximum: false, minimum, GetFlag(place, "exclusiveMinimum")));

        if (GetNumber(place, "maximum") is { } maximum)
            keywords.Add(new BoundKeyword(isMaximum: true, maximum, GetFlag(place, "exclusiveMaximum")));

        if (GetNumber(place, "multipleOf") is { } divisor)
        {
            var number = new JsonNumber(divisor);
            if (number.IsZero || number.IsNegative)
                Fail(place, "multipleOf", "the divisor must be greater than 0");
            else
                keywords.Add(new MultipleOfKeyword(divisor));
        }
    }

    private void AddStringKeywords(SchemaPlace place, List<SchemaKeyword> keywords)
    {
        if (GetCount(place, "minLength") is { } minLength)
            keywords.Add(new LengthKeyword(isMaximum: false, minLength));

        if (GetCount(place, "maxLength") is { } maxLength)
            keywords.Add(new LengthKeyword(isMaximum: true, maxLength));

        if (Get(place, "pattern", out var pattern) && Expect(place, "pattern", pattern, JsonValueKind.String)
            && GetRegex(place, "pattern", JsonText.String(pattern)) is { } regex)
        {
            keywords.Add(new PatternKeyword(regex));
        }

        if (Get(place, "format", out var format) && Expect(place, "format", format, JsonValueKind.String)
            && StringFormat.Find(JsonText.String(format)) is { } known)
        {
            keywords.Add(new FormatKeyword(known));
        }
    }

    private void AddArrayKeywords(SchemaPlace place, SchemaNode node, List<SchemaKeyword> keywords)
    {
        if (GetCount(place, "minItems") is { } minItems)
            keywords.Add(new ItemCountKeyword(isMaximum: false, minItems));

        if (GetCount(place, "maxItems") is { } maxItems)
            keywords.Add(new ItemCountKeyword(isMaximum: true, maxItems));

        if (GetFlag(place, "uniqueItems"))
            keywords.Add(new UniqueItemsKeyword());

        if (!Get(place, "items", out var items))
            return;

        if (items.ValueKind != JsonValueKind.Array)
        {
            node.Items = new ArrayItems([], Child(place, "items", items));
            return;
        }

        SchemaNode? others = null;
        var first = Children(place, "items", items);
        if (Get(place, "additionalItems", out var additional))
        {
            if (additional.ValueKind == JsonValueKind.False)
                keywords.Add(new NoAdditionalItemsKeyword(first.Length));
            else if (additional.ValueKind != JsonValueKind.True)
                others = Child(place, "additionalItems", additional);
        }

        node.Items = new ArrayItems(first, others);
    }

    private void AddObjectKeywords(SchemaPlace place, SchemaNode node, List<SchemaKeyword> keywords)
    {
        if (GetCount(place, "minProperties") is { } minProperties)
            keywords.Add(new PropertyCountKeyword(isMaximum: false, minProperties));

        if (GetCount(place, "maxProperties") is { } maxProperties)
            keywords.Add(new PropertyCountKeyword(isMaximum: true, maxProperties));

        if (Get(place, "required", out var required) && Expect(place, "required", required, JsonValueKind.Array))
            keywords.Add(new RequiredKeyword(GetNames(place, "required", required)));

        if (Get(place, "dependencies", out var dependencies) && Expect(place, "dependencies", dependencies, JsonValueKind.Object))
        {
            var names = new List<(string, string[])>();
            var schemas = new List<(string, SchemaNode)>();
            foreach (var (name, value) in Members(dependencies))
            {
                if (value.ValueKind == JsonValueKind.Array)
                    names.Add((name, GetNames(place, "dependencies", value)));
                else
                    schemas.Add((name, Child(place, $"dependencies/{SchemaDocuments.Escape(name)}", value)));
            }

            keywords.Add(new DependenciesKeyword([.. names], [.. schemas]));
        }

        var named = Get(place, "properties", out var properties) && Expect(place, "properties", properties, JsonValueKind.Object) ? Members(properties) : [];
        var patterned = new List<(EcmaRegex, SchemaNode)>();
        if (Get(place, "patternProperties", out var patterns) && Expect(place, "patternProperties", patterns, JsonValueKind.Object))
        {
            foreach (var (pattern, value) in Members(patterns))
            {
                if (GetRegex(place, "patternProperties", pattern) is { } regex)
                    patterned.Add((regex, Child(place, $"patternProperties/{SchemaDocuments.Escape(pattern)}", value)));
            }
        }

        var hasAdditional = Get(place, "additionalProperties", out var additional) && additional.ValueKind != JsonValueKind.True;
        if (named.Count == 0 && patterned.Count == 0 && !hasAdditional)
            return;

        var members = new ObjectMembers(
            new Utf8NameTable([.. named.Keys]),
            [.. named.Select(entry => Child(place, $"properties/{SchemaDocuments.Escape(entry.Key)}", entry.Value))],
            [.. patterned],
            hasAdditional && additional.ValueKind != JsonValueKind.False ? Child(place, "additionalProperties", additional) : null);

        node.Members = members;
        if (hasAdditional && additional.ValueKind == JsonValueKind.False)
            keywords.Add(new NoAdditionalPropertiesKeyword(members));
    }

    private void AddCombiningKeywords(SchemaPlace place, List<SchemaKeyword> keywords)
    {
        if (Get(place, "allOf", out var allOf) && Expect(place, "allOf", allOf, JsonValueKind.Array))
            keywords.Add(new AllOfKeyword(Children(place, "allOf", allOf)));

        if (Get(place, "anyOf", out var anyOf) && Expect(place, "anyOf", anyOf, JsonValueKind.Array))
            keywords.Add(new AnyOfKeyword(Children(place, "anyOf", anyOf)));

        if (Get(place, "oneOf", out var oneOf) && Expect(place, "oneOf", oneOf, JsonValueKind.Array))
            keywords.Add(new OneOfKeyword(Children(place, "oneOf", oneOf)));

        if (Get(place, "not", out var not))
            keywords.Add(new NotKeyword(Child(place, "not", not)));
    }

    private SchemaNode Child(SchemaPlace place, string path, JsonElement element) =>
        NodeAt(new SchemaPlace(place.Document, $"{place.Pointer}/{path}", SchemaDocuments.BaseOf(place.BaseUri, element), element));

    private SchemaNode[] Children(SchemaPlace place, string keyword, JsonElement list) =>
        [.. list.EnumerateArray().Select((element, index) => Child(place, $"{keyword}/{index}", element))];

    private static Dictionary<string, JsonElement> Members(JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
            members[JsonText.Name(property)] = property.Value;

        return members;
    }

    private static bool Get(SchemaPlace place, string keyword, out JsonElement value) =>
        JsonText.TryGetMember(place.Element, Encoding.UTF8.GetBytes(keyword), out value);

    private bool GetFlag(SchemaPlace place, string keyword)
    {
        if (!Get(place, keyword, out var value) || value.ValueKind == JsonValueKind.False)
            return false;

        return Expect(place, keyword, value, JsonValueKind.True);
    }

    private byte[]? GetNumber(SchemaPlace place, string keyword) =>
        Get(place, keyword, out var value) && Expect(place, keyword, value, JsonValueKind.Number) ? JsonMarshal.GetRawUtf8Value(value).ToArray() : null;

    private int? GetCount(SchemaPlace place, string keyword)
    {
        if (GetNumber(place, keyword) is not { } text)
            return null;

        var number = new JsonNumber(text);
        if (!number.IsNegative && (number.IsZero || number.Exponent >= 0))
            return number.CompareTo(new JsonNumber("2147483647"u8)) < 0 ? (int)(number.DigitsAsInteger() * System.Numerics.BigInteger.Pow(10, (int)number.Exponent)) : int.MaxValue;

        Fail(place, keyword, $"{Encoding.UTF8.GetString(text)} is not a count; use an integer of 0 or more");
        return null;
    }

    private string[] GetNames(SchemaPlace place, string keyword, JsonElement list)
    {
        var names = new List<string>();
        foreach (var name in list.EnumerateArray())
        {
            if (Expect(place, keyword, name, JsonValueKind.String))
                names.Add(JsonText.String(name));
        }

        return [.. names];
    }

    private EcmaRegex? GetRegex(SchemaPlace place, string keyword, string pattern)
    {
        var regex = EcmaRegex.TryCreate(pattern);
        if (regex is null)
            Fail(place, keyword, $"string \"{FindingReport.Quote(pattern)}\" is not a valid ECMA 262 regular expression");

        return regex;
    }

    private bool Expect(SchemaPlace place, string keyword, JsonElement value, JsonValueKind kind)
    {
        if (value.ValueKind == kind)
            return true;

        var wanted = kind == JsonValueKind.True ? "boolean" : kind.ToString().ToLowerInvariant();
        Fail(place, keyword, $"{keyword} holds {FindingReport.Quote(value.GetRawText())}; it must be of type {wanted}");
        return false;
    }

    private void Fail(SchemaPlace place, string keyword, string message)
    {
        var document = place.Document == SchemaDocuments.Unnamed ? "" : $"{place.Document.AbsoluteUri}#";
        Error ??= new JsonSchemaError($"{document}{place.Pointer}{(keyword.Length == 0 ? "" : "/")}{keyword}", message);
    }

    private void RefuseCircles()
    {
        // Depth of each node's chain of schemas applied to one and the same value; 0 while it is being counted.
        var depths = new Dictionary<SchemaNode, int>();
        foreach (var ((document, pointer), node) in _nodes)
        {
            if (!TryCount(node, depths, out var isCircle))
            {
                var where = document == SchemaDocuments.Unnamed.AbsoluteUri ? pointer : $"{document}#{pointer}";
                Error = new JsonSchemaError(where, isCircle
                    ? "the schema refers to itself without going into a member of the instance"
                    : $"more than {MaxInPlaceChain} schemas are nested in each other for one value");
                return;
            }
        }
    }

    /// <summary>Depth first with a stack of its own: chains in a hostile schema are longer than the thread's stack.</summary>
    private static bool TryCount(SchemaNode start, Dictionary<SchemaNode, int> depths, out bool isCircle)
    {
        isCircle = false;
        if (depths.ContainsKey(start))
            return true;

        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        depths[start] = 0;
        path.Push((start, start.InPlace.GetEnumerator()));
        while (path.TryPeek(out var top))
        {
            if (top.Next.MoveNext())
            {
                var next = top.Next.Current;
                if (!depths.TryGetValue(next, out var depth))
                {
                    depths[next] = 0;
                    path.Push((next, next.InPlace.GetEnumerator()));
                }
                else if (depth == 0)
                {
                    isCircle = true;
                    return false;
                }

                continue;
            }

            path.Pop();
            var deepest = 1 + top.Node.InPlace.Select(node => depths[node]).DefaultIfEmpty().Max();
            if (deepest > MaxInPlaceChain)
                return false;

            depths[top.Node] = deepest;
        }

        return true;
    }
}
