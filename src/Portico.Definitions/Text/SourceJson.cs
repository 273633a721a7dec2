using System.Text.Json;

namespace Portico.Definitions.Text;

/// <summary>A value of a document as JSON.</summary>
public static class SourceJson
{
    /// <summary>Any value as JSON, unchanged.</summary>
    public static void Write(Utf8JsonWriter writer, SourceNode node)
    {
        switch (node.Kind)
        {
            case SourceKind.Mapping:
                writer.WriteStartObject();
                foreach (var member in node.Children)
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case SourceKind.Sequence:
                writer.WriteStartArray();
                foreach (var item in node.Children)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case SourceKind.String:
                writer.WriteStringValue(node.Text);
                break;
            default:
                if (PlainScalar.ToJson(node.Kind, node.Text) is { } text) writer.WriteRawValue(text);
                else writer.WriteStringValue(node.Text);
                break;
        }
    }
}
