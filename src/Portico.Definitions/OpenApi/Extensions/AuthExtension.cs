using System.Collections.Immutable;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The authorization of one operation, stronger than its <c>security</c>; an API key asked for there stays required.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html"/>
internal static class AuthExtension
{
    public const string Name = "x-amazon-apigateway-auth";

    private static readonly ImmutableArray<string> Types = ["NONE", "AWS_IAM"];

    /// <summary>The type, or null when the operation does not have the extension.</summary>
    public static string? Read(OpenApiImport import, SourceNode operation, ElementAddress element)
    {
        if (import.Mapping(operation[Name], element) is not { } auth) return null;
        if (auth["type"] is not { IsNull: false } type)
        {
            import.Error(auth, $"'{Name}' has no 'type'; use one of {string.Join(", ", Types)}", element);
            return null;
        }

        return import.Word(type, "an authorization type of an operation", Types, element);
    }
}
