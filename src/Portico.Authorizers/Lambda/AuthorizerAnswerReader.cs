using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws.Policies;
using Portico.DataPlane.Callers;

namespace Portico.Authorizers.Lambda;

/// <summary>Reads what an authorizer's function returned. Whatever is not as it must be makes the whole answer useless.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html"/>
internal static class AuthorizerAnswerReader
{
    // Far more than a policy has that somebody wrote; each answer may be kept for an hour.
    internal const int MaxBytes = 64 * 1024;

    private const int MaxResourceLength = 512;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <returns>Null, with the problem in AWS's words where it has some.</returns>
    internal static AuthorizerAnswer? Read(ReadOnlyMemory<byte> payload, out string problem)
    {
        problem = "";
        if (payload.Length > MaxBytes)
        {
            problem = $"The authorizer's answer has {payload.Length} bytes; it may have {MaxBytes}";
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            return Read(document.RootElement, payload.Length, out problem);
        }
        catch (JsonException)
        {
            problem = "Invalid JSON in response";
            return null;
        }
    }

    private static AuthorizerAnswer? Read(JsonElement root, int bytes, out string problem)
    {
        problem = "Invalid JSON in response";
        if (root.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name is "principalId" or "policyDocument" or "context" or "usageIdentifierKey") continue;
            problem = $"Invalid JSON in response: Unrecognized field \"{member.Name}\" , not marked as ignorable";
            return null;
        }

        if (!root.TryGetProperty("principalId", out var principal) || principal.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || principal.ToString().Length == 0)
        {
            problem = "The authorizer's answer has no principalId";
            return null;
        }

        if (!root.TryGetProperty("policyDocument", out var policy) || policy.ValueKind != JsonValueKind.Object)
        {
            problem = "The authorizer's answer has no policyDocument";
            return null;
        }

        if (Policy(policy, out problem) is not { } document) return null;
        if (Context(root, out problem) is not { } values) return null;

        string? key = null;
        if (root.TryGetProperty("usageIdentifierKey", out var usage) && usage.ValueKind != JsonValueKind.Null)
        {
            if (usage.ValueKind != JsonValueKind.String)
            {
                problem = "The usageIdentifierKey of the authorizer's answer is no text";
                return null;
            }

            key = usage.GetString();
        }

        return new AuthorizerAnswer(document, new AuthorizerContext(principal.ToString(), values) { Policy = policy.GetRawText() }, key, bytes);
    }

    private static PolicyDocument? Policy(JsonElement policy, out string problem)
    {
        problem = "";
        if (policy.TryGetProperty("Statement", out var statements))
        {
            foreach (var statement in statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToArray() : [statements])
            {
                if (statement.ValueKind != JsonValueKind.Object || !statement.TryGetProperty("Resource", out var resource)) continue;
                foreach (var one in resource.ValueKind == JsonValueKind.Array ? resource.EnumerateArray().ToArray() : [resource])
                {
                    if (one.ValueKind != JsonValueKind.String || one.GetString()!.Length <= MaxResourceLength) continue;
                    problem = $"A resource of the authorizer's policy is longer than {MaxResourceLength} letters";
                    return null;
                }
            }
        }

        var parse = PolicyDocument.Parse(policy.GetRawText(), PolicyKind.Identity, "authorizer");
        if (parse.Document is not { } document)
        {
            problem = $"Invalid policy document: {parse.Findings[0]}";
            return null;
        }

        // Such a deny would deny nobody.
        if (document.DenyConditionKeys.FirstOrDefault(key => !KnownConditionKeys.Contains(key)) is { } unknown)
        {
            problem = $"The authorizer's policy denies by the condition key '{unknown}', which this version of Portico does not know";
            return null;
        }

        return document;
    }

    private static ImmutableArray<KeyValuePair<string, string>>? Context(JsonElement root, out string problem)
    {
        problem = "";
        if (!root.TryGetProperty("context", out var context) || context.ValueKind == JsonValueKind.Null) return [];
        if (context.ValueKind != JsonValueKind.Object)
        {
            problem = "The context of the authorizer's answer is no object";
            return null;
        }

        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, value) in context.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.String:
                    values.Add(new(name, value.GetString()!));
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    values.Add(new(name, value.GetRawText()));
                    break;
                default:
                    problem = $"The value of '{name}' in the context of the authorizer's answer is neither text, number nor boolean";
                    return null;
            }
        }

        return values.ToImmutable();
    }
}
