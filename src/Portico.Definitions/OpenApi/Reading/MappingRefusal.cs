namespace Portico.Definitions.OpenApi.Reading;

/// <summary>AWS's sentences about parameter mappings, recorded.</summary>
internal static class MappingRefusal
{
    /// <summary>The expression is none.</summary>
    public static string Malformed(string expression) =>
        $"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {expression}]";

    /// <summary>The expression names a parameter that the method, or the method response, does not declare.</summary>
    public static string Undeclared(string expression) =>
        $"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {expression}]";

    public static string ContentType(string mediaType) =>
        $"Validation Result: warnings : [], errors : [Invalid content type specified: {mediaType}]";

    /// <summary>The warning about a value that is no text and is dropped.</summary>
    public static string NotText(string map, string property, MethodScope method, string found) =>
        $"Invalid format for '{map}'. Expected type string for property '{property}' of resource '{method.ResourcePath}' and method '{method.HttpMethod}' but got '{found}'";
}
