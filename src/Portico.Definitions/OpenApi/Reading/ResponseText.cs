namespace Portico.Definitions.OpenApi.Reading;

/// <summary>The description that OpenAPI asks for and AWS writes where nothing is said.</summary>
internal static class ResponseText
{
    public static string Of(string statusCode) => $"{statusCode} response";
}
