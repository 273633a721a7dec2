using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Portico.Compiler.Scope;

/// <summary><c>${stageVariables.name}</c> in URIs, replaced when the stage is activated; an unknown name gives nothing.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html"/>
public static partial class StageVariables
{
    public static string Replace(string text, ImmutableSortedDictionary<string, string> variables) =>
        text.Contains("${", StringComparison.Ordinal) ? Reference().Replace(text, match => variables.GetValueOrDefault(match.Groups[1].Value, "")) : text;

    public static bool AreIn(string text) => Reference().IsMatch(text);

    [GeneratedRegex(@"\$\{stageVariables\.([A-Za-z0-9_]+)\}")]
    private static partial Regex Reference();
}
