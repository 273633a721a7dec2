using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Responses;

/// <summary>
/// A gateway response template: no template language, only <c>$context</c>, <c>$stageVariables</c> and
/// <c>$method.request</c> references are replaced; everything else stays as it stands.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/customize-gateway-responses.html"/>
public sealed partial class SubstitutionTemplate
{
    private readonly ImmutableArray<(string? Text, Func<Invocation, string?>? Read)> _parts;

    private SubstitutionTemplate(ImmutableArray<(string? Text, Func<Invocation, string?>? Read)> parts) => _parts = parts;

    /// <summary>Reads a template once, for any number of renderings on any thread. Every text is one.</summary>
    public static SubstitutionTemplate Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<(string?, Func<Invocation, string?>?)>();
        var position = 0;
        foreach (Match match in Reference().Matches(text))
        {
            var name = match.Groups["name"].Value;
            var end = match.Index + match.Length;

            // A dot or hyphen that ends the reference belongs to the text behind it, as in "$context.requestId."
            if (text[match.Index + 1] != '{')
            {
                var trimmed = name.TrimEnd('.', '-');
                end -= name.Length - trimmed.Length;
                name = trimmed;
            }

            if (Reader(match.Groups["root"].Value, name) is not { } read) continue;
            if (match.Index > position) parts.Add((text[position..match.Index], null));
            parts.Add((null, read));
            position = end;
        }

        if (position < text.Length) parts.Add((text[position..], null));
        return new(parts.ToImmutable());
    }

    public string Render(Invocation invocation)
    {
        var output = new StringBuilder();
        foreach (var (text, read) in _parts) output.Append(text ?? read!(invocation));
        return output.ToString();
    }

    private static Func<Invocation, string?>? Reader(string root, string name) => root switch
    {
        // $context.error.message of a failure without one prints null, like its quoted form.
        "context" when name is "error.messageString" or "error.message" => ContextVariables.Find(name) is { } read ? i => read(i) ?? "null" : null,
        "context" => ContextVariables.Find(name),
        "stageVariables" => i => i.Stage.Variables.GetValueOrDefault(name, ""),
        "method.request.header" => i => i.Request.Header(name),
        "method.request.querystring" => i => i.Request.QueryValue(name),
        "method.request.path" => i => i.PathValue(name),
        _ => null,
    };

    [GeneratedRegex(@"\$(?:\{(?<root>context|stageVariables|method\.request\.(?:header|querystring|path))\.(?<name>[A-Za-z0-9_.\-]+)\}|(?<root>context|stageVariables|method\.request\.(?:header|querystring|path))\.(?<name>[A-Za-z0-9_.\-]+))")]
    private static partial Regex Reference();
}
