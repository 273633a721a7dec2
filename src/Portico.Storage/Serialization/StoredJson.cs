using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Portico.Storage.Serialization;

/// <summary>Reading documents, with a failure that names the one that cannot be read.</summary>
internal static class StoredJson
{
    public static T Read<T>(Document document, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Content.Span, type) ?? throw new JsonException("null is not a document");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"document {document.Key}, revision {document.Revision}, {e.Path ?? "$"}: not what this version of Portico writes; " +
                "open the store with the version that wrote it, or a newer one", e);
        }
    }
}
