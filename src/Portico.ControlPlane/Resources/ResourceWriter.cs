using System.Text.Json;
using Portico.ControlPlane.Methods;
using Portico.ControlPlane.Wire;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Resources;

internal static class ResourceWriter
{
    /// <param name="embedMethods">Whether methods are shown whole, or only that they exist.</param>
    public static void Write(Utf8JsonWriter writer, Resource resource, bool embedMethods)
    {
        writer.WriteStartObject();
        writer.WriteString("id", resource.Id);
        writer.WriteOptional("parentId", resource.ParentId);
        writer.WriteOptional("pathPart", resource.PathPart);
        writer.WriteString("path", resource.Path);
        if (resource.Methods.Count > 0) writer.WriteObjects("resourceMethods", resource.Methods, embedMethods ? MethodWriter.Write : Exists);
        writer.WriteEndObject();
    }

    private static void Exists(Utf8JsonWriter writer, Method method)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
