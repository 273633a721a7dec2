using Portico.Definitions.Text;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>What kind of authorization a security scheme stands for: <c>awsSigv4</c>, or the word for an authorizer.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html"/>
internal static class AuthTypeExtension
{
    public const string Name = "x-amazon-apigateway-authtype";

    public static bool IsSignature(SourceNode scheme) => string.Equals(scheme[Name]?.Text, "awsSigv4", StringComparison.OrdinalIgnoreCase);
}
