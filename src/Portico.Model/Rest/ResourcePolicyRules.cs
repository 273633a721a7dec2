using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Aws;
using Portico.Aws.Policies;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about the resource policy of an API.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html"/>
public static class ResourcePolicyRules
{
    /// <value>Characters, as AWS.</value>
    public const int MaxLength = 8192;

    private const string Short = "execute-api:/";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Refuses what is no policy, or none that can be enforced.</summary>
    public static void Check(string policy)
    {
        if (policy.Length > MaxLength || PolicyDocument.Parse(policy, PolicyKind.Resource, "resource policy").Document is not { } document) throw Invalid();
        if (document.ConditionKeys.FirstOrDefault(key => !KnownConditionKeys.Contains(key)) is { } unknown)
        {
            throw ServiceException.BadRequest($"This version of Portico does not know the condition key '{unknown}' and could not enforce the resource policy; there are {string.Join(", ", KnownConditionKeys.Names.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>The policy as AWS keeps it: short resources written out, a list of one principal as that principal.</summary>
    public static string Expanded(string policy, string region, string accountId, string apiId)
    {
        Check(policy);
        var root = JsonNode.Parse(policy)!.AsObject();
        var statement = root["Statement"]!;
        foreach (var one in statement is JsonArray several ? [.. several] : (JsonNode?[])[statement])
        {
            foreach (var name in (ReadOnlySpan<string>)["Resource", "NotResource"]) Replace(one!.AsObject(), name, Resources);
            foreach (var name in (ReadOnlySpan<string>)["Principal", "NotPrincipal"])
            {
                if (one![name] is not JsonObject principals) continue;
                foreach (var kind in principals.Select(pair => pair.Key).ToArray()) Replace(principals, kind, node => node is JsonArray { Count: 1 } single ? single[0]!.DeepClone() : node);
            }
        }

        return root.ToJsonString(Plain);

        JsonNode Resources(JsonNode node) => node is JsonArray array ? new JsonArray([.. array.Select(text => Resource(text!))]) : Resource(node);

        JsonNode Resource(JsonNode node) =>
            node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is var text && text.StartsWith(Short, StringComparison.Ordinal)
                ? JsonValue.Create($"arn:aws:execute-api:{region}:{accountId}:{apiId}/{text[Short.Length..]}")!
                : node.DeepClone();
    }

    private static void Replace(JsonObject parent, string name, Func<JsonNode, JsonNode> replace)
    {
        if (parent[name] is not { } before) return;
        var after = replace(before);
        if (!ReferenceEquals(before, after)) parent[name] = after;
    }

    private static ServiceException Invalid() => ServiceException.BadRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
}
