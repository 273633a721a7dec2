namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>An operation for every method that its path does not name itself.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-any-method.html"/>
internal static class AnyMethodExtension
{
    public const string Name = "x-amazon-apigateway-any-method";
}
