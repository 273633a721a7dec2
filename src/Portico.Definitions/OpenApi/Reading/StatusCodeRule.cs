namespace Portico.Definitions.OpenApi.Reading;

/// <summary>What AWS takes as a status code: <c>[1-5]\d\d</c>.</summary>
internal static class StatusCodeRule
{
    public static bool Holds(string status) => status is [>= '1' and <= '5', var tens, var ones] && char.IsAsciiDigit(tens) && char.IsAsciiDigit(ones);

    public static string Refusal(string status) =>
        $@"Value '{status}' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d";
}
