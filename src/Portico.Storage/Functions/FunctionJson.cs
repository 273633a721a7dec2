using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Portico.Model.Lambda;
using Portico.Storage.Serialization;

namespace Portico.Storage.Functions;

/// <summary>How functions stand in documents; the same rules as for APIs (see <see cref="CatalogJson"/>).</summary>
internal static class FunctionJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        RespectNullableAnnotations = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new ImmutableArrayConverter<string>(),
            new ImmutableArrayConverter<FunctionConfiguration>(),
            new ImmutableArrayConverter<PermissionStatement>(),
            new OrdinalSortedDictionaryConverter<string>(),
            new OrdinalSortedDictionaryConverter<double>(),
            new OrdinalSortedDictionaryConverter<FunctionAlias>(),
            new OrdinalSortedDictionaryConverter<FunctionPolicy>(),
            new OrdinalSortedDictionaryConverter<EventInvokeConfig>(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    internal static JsonTypeInfo<LambdaFunction> Function { get; } = (JsonTypeInfo<LambdaFunction>)Options.GetTypeInfo(typeof(LambdaFunction));
}
