using System.Text;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>One schema object in one document.</summary>
/// <param name="Document">The URI the document was asked for.</param>
/// <param name="Pointer">Where in the document, as a JSON Pointer.</param>
/// <param name="BaseUri">What references in it are relative to.</param>
internal readonly record struct SchemaPlace(Uri Document, string Pointer, Uri BaseUri, JsonElement Element);

/// <summary>The documents a schema is made of, and the places in them that have a name (an <c>id</c>).</summary>
internal sealed class SchemaDocuments(Func<Uri, string?>? resolveReference)
{
    /// <summary>The URI of the schema itself, when it does not name one.</summary>
    public static readonly Uri Unnamed = new("schema:///");

    private const int MaxDocuments = 1000;

    private readonly Dictionary<string, SchemaPlace?> _named = new(StringComparer.Ordinal);
    private int _documents;

    /// <summary>Reads a document and notes its named places.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public string? Add(Uri uri, ReadOnlyMemory<byte> utf8)
    {
        // Some editors put a mark in front of the text.
        if (utf8.Span.StartsWith("\ufeff"u8))
            utf8 = utf8[3..];

        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            return $"the schema is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }

        if (root.ValueKind != JsonValueKind.Object)
            return "a schema is a JSON object";

        _named[Key(uri, "")] = new SchemaPlace(uri, "", BaseOf(uri, root), root);
        NoteSchema(new SchemaPlace(uri, "", uri, root));
        return null;
    }

    /// <summary>Finds what a reference names.</summary>
    /// <param name="problem">Why there is nothing, when there is nothing.</param>
    public SchemaPlace? Find(Uri baseUri, string reference, out string? problem)
    {
        problem = null;
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var address = hash < 0 ? reference : reference[..hash];
        var target = baseUri;
        if (address.Length > 0 && !Uri.TryCreate(baseUri, address, out target!))
        {
            problem = $"\"{reference}\" is not a URI";
            return null;
        }

        if (fragment.Length > 0 && fragment[0] != '/')
        {
            Load(target, out problem);
            if (_named.TryGetValue(Key(target, fragment), out var anchored) && anchored is not null)
            {
                problem = null;
                return anchored;
            }

            problem ??= $"reference \"{reference}\" does not lead to a schema";
            return null;
        }

        if (Load(target, out problem) is not { } place)
            return null;

        return Walk(place, fragment, reference, out problem);
    }

    private static SchemaPlace? Walk(SchemaPlace place, string pointer, string reference, out string? problem)
    {
        problem = null;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            JsonElement next = default;
            var found = place.Element.ValueKind switch
            {
                JsonValueKind.Object => JsonText.TryGetMember(place.Element, Encoding.UTF8.GetBytes(name), out next),
                JsonValueKind.Array => int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index)
                    && index < place.Element.GetArrayLength() && (next = place.Element[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };

            if (!found)
            {
                problem = $"reference \"{reference}\" does not lead to a schema";
                return null;
            }

            place = new SchemaPlace(place.Document, $"{place.Pointer}/{token}", BaseOf(place.BaseUri, next), next);
        }

        if (place.Element.ValueKind == JsonValueKind.Object)
            return place;

        problem = $"reference \"{reference}\" does not lead to a schema";
        return null;
    }

    private SchemaPlace? Load(Uri uri, out string? problem)
    {
        problem = null;
        var key = Key(uri, "");
        if (_named.TryGetValue(key, out var known))
        {
            if (known is null)
                problem = $"schema \"{key}\" cannot be found";

            return known;
        }

        var text = key == DraftFourMetaSchema.Uri ? DraftFourMetaSchema.Text : _documents++ < MaxDocuments ? resolveReference?.Invoke(new Uri(key)) : null;
        if (text is null)
        {
            _named[key] = null;
            problem = $"schema \"{key}\" cannot be found";
            return null;
        }

        if (Add(new Uri(key), Encoding.UTF8.GetBytes(text)) is { } wrong)
        {
            problem = $"schema \"{key}\": {wrong}";
            return null;
        }

        return _named[key];
    }

    /// <summary>What references in the element are relative to, given what its parent's are.</summary>
    public static Uri BaseOf(Uri parent, JsonElement element)
    {
        // Beside a $ref nothing counts, not even an id.
        if (element.ValueKind != JsonValueKind.Object || (JsonText.TryGetMember(element, "$ref"u8, out var reference) && reference.ValueKind == JsonValueKind.String)
            || !JsonText.TryGetMember(element, "id"u8, out var id) || id.ValueKind != JsonValueKind.String)
        {
            return parent;
        }

        var text = JsonText.String(id);
        return !text.StartsWith('#') && Uri.TryCreate(parent, text, out var resolved) ? resolved : parent;
    }

    private void NoteSchema(SchemaPlace place)
    {
        var element = place.Element;
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
                NoteSchema(place with { Element = item, Pointer = $"{place.Pointer}/{index++}" });
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;

        var baseUri = BaseOf(place.BaseUri, element);
        if (JsonText.TryGetMember(element, "id"u8, out var id) && id.ValueKind == JsonValueKind.String
            && !(JsonText.TryGetMember(element, "$ref"u8, out var reference) && reference.ValueKind == JsonValueKind.String))
        {
            var text = JsonText.String(id);
            var hash = text.IndexOf('#', StringComparison.Ordinal);
            var fragment = hash < 0 ? "" : text[(hash + 1)..];
            if (hash != 0 || fragment.Length > 0)
                _named.TryAdd(Key(baseUri, fragment), place with { BaseUri = baseUri });
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = JsonText.Name(property);
            var pointer = $"{place.Pointer}/{Escape(name)}";
            switch (name)
            {
                case "enum" or "default" or "const" or "example" or "examples":
                    // Values, in which an "id" is just a member.
                    break;

                case "properties" or "patternProperties" or "definitions" or "dependencies" when property.Value.ValueKind == JsonValueKind.Object:
                    foreach (var member in property.Value.EnumerateObject())
                        NoteSchema(place with { Element = member.Value, Pointer = $"{pointer}/{Escape(JsonText.Name(member))}", BaseUri = baseUri });

                    break;

                default:
                    NoteSchema(place with { Element = property.Value, Pointer = pointer, BaseUri = baseUri });
                    break;
            }
        }
    }

    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Key(Uri uri, string fragment)
    {
        var whole = uri.AbsoluteUri;
        var hash = whole.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? whole : whole[..hash];
        return fragment.Length == 0 ? address : $"{address}#{fragment}";
    }
}
