using System.Collections.Immutable;
using System.Text.Json;

namespace Portico.Aws.Policies;

/// <summary>Reads one policy document and finds all that is wrong with it.</summary>
internal sealed class PolicyReader(PolicyKind kind)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly ImmutableArray<PolicyFinding>.Builder _findings = ImmutableArray.CreateBuilder<PolicyFinding>();
    private bool _variables;

    internal PolicyParse Read(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            var statements = Statements(document.RootElement);
            return new PolicyParse(_findings.Count == 0 ? new PolicyDocument(name, statements) : null, _findings.ToImmutable());
        }
        catch (JsonException exception)
        {
            // A member that stands twice has no place in the exception.
            var place = exception.LineNumber is { } line ? $"line {line + 1}, byte {exception.BytePositionInLine + 1}: " : "";
            return new PolicyParse(null, [new PolicyFinding("", $"{place}this is not JSON without repeated members")]);
        }
    }

    private ImmutableArray<PolicyStatement> Statements(JsonElement root)
    {
        if (!IsObject(root, "")) return [];
        Unknown(root, "", "Version", "Id", "Statement");
        if (root.TryGetProperty("Version", out var version))
        {
            if (version.ValueKind != JsonValueKind.String || version.GetString() is not ("2012-10-17" or "2008-10-17")) Find("/Version", "the version is 2012-10-17 or 2008-10-17");
            else _variables = version.GetString() == "2012-10-17";
        }

        if (!root.TryGetProperty("Statement", out var statement))
        {
            Find("", "there is no Statement");
            return [];
        }

        if (statement.ValueKind != JsonValueKind.Array) return Statement(statement, "/Statement") is { } only ? [only] : [];
        if (statement.GetArrayLength() == 0) Find("/Statement", "there is no statement in it");
        return [.. statement.EnumerateArray().Select((one, index) => Statement(one, $"/Statement/{index}")).OfType<PolicyStatement>()];
    }

    private PolicyStatement? Statement(JsonElement element, string at)
    {
        if (!IsObject(element, at)) return null;
        Unknown(element, at, "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition");
        var effect = Text(element, "Effect", at) switch
        {
            "Allow" => PolicyEffect.Allow,
            "Deny" => PolicyEffect.Deny,
            _ => PolicyEffect.Neither,
        };
        if (effect == PolicyEffect.Neither) Find($"{at}/Effect", "the effect is Allow or Deny");

        var (principals, notPrincipals) = Principals(element, at);
        var (actions, notActions) = Patterns(element, at, "Action", isNeeded: true);
        var (resources, notResources) = Patterns(element, at, "Resource", isNeeded: kind != PolicyKind.Trust);
        if (kind == PolicyKind.Trust && !resources.IsEmpty) Find(at, "a trust policy has no Resource");
        foreach (var action in actions)
        {
            if (action.Fixed is { } name && name != "\0" && !name.Contains(':', StringComparison.Ordinal)) Find($"{at}/Action", "an action is * or service:name");
        }

        return new PolicyStatement
        {
            Sid = Text(element, "Sid", at),
            Effect = effect,
            Principals = principals,
            NotPrincipals = notPrincipals,
            Actions = actions,
            NotActions = notActions,
            Resources = resources,
            NotResources = notResources,
            Conditions = element.TryGetProperty("Condition", out var condition) ? Conditions(condition, $"{at}/Condition") : [],
        };
    }

    private (PrincipalSet? Set, bool Not) Principals(JsonElement element, string at)
    {
        var has = element.TryGetProperty("Principal", out var principal);
        var hasNot = element.TryGetProperty("NotPrincipal", out var notPrincipal);
        if (kind == PolicyKind.Identity)
        {
            if (has || hasNot) Find(at, "a policy of an identity has no Principal");
            return (null, false);
        }

        if (has == hasNot)
        {
            Find(at, has ? "there is a Principal and a NotPrincipal" : "there is no Principal");
            return (null, false);
        }

        return (PrincipalSet(has ? principal : notPrincipal, $"{at}/{(has ? "" : "Not")}Principal"), hasNot);
    }

    private PrincipalSet PrincipalSet(JsonElement element, string at)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            if (element.GetString() != "*") Find(at, "a principal is * or an object such as {\"AWS\": \"arn:aws:iam::123456789012:root\"}");
            return new PrincipalSet { Everyone = true };
        }

        if (!IsObject(element, at)) return new PrincipalSet();
        var everyone = false;
        List<string> accounts = [], arns = [], services = [];
        foreach (var member in element.EnumerateObject())
        {
            var place = $"{at}/{member.Name}";
            foreach (var value in Texts(member.Value, place))
            {
                switch (member.Name)
                {
                    case "AWS" when value == "*":
                        everyone = true;
                        break;
                    case "AWS" when IsAccount(value):
                        accounts.Add(value);
                        break;
                    case "AWS" when value.Split(':', 6) is ["arn", _, "iam" or "sts", "", var account, var rest] && IsAccount(account) && rest.Length > 0 && !value.Contains('*', StringComparison.Ordinal):
                        if (rest == "root") accounts.Add(account);
                        else arns.Add(value);
                        break;
                    case "Service" when value.Length > 0 && value != "*":
                        services.Add(value);
                        break;

                    // Known kinds of callers that never come here: nobody is meant by them.
                    case "Federated" or "CanonicalUser" when value.Length > 0:
                        break;
                    default:
                        Find(place, $"'{value}' is no principal of the kind {member.Name}");
                        break;
                }
            }
        }

        return new PrincipalSet { Everyone = everyone, Accounts = [.. accounts], Arns = [.. arns], Services = [.. services] };
    }

    private (ImmutableArray<PolicyPattern> Patterns, bool Not) Patterns(JsonElement element, string at, string name, bool isNeeded)
    {
        var has = element.TryGetProperty(name, out var value);
        var hasNot = element.TryGetProperty($"Not{name}", out var notValue);
        if (has && hasNot) Find(at, $"there is a {name} and a Not{name}");
        if (!has && !hasNot)
        {
            if (isNeeded) Find(at, $"there is no {name}");
            return ([], false);
        }

        var place = $"{at}/{(has ? "" : "Not")}{name}";
        var texts = Texts(has ? value : notValue, place);
        if (texts.Count == 0) Find(place, "there is nothing in it");
        return ([.. texts.Select(text => Pattern(text, wildcards: true, place)).OfType<PolicyPattern>()], !has);
    }

    private ImmutableArray<PolicyCondition> Conditions(JsonElement element, string at)
    {
        if (!IsObject(element, at)) return [];
        var conditions = ImmutableArray.CreateBuilder<PolicyCondition>();
        foreach (var line in element.EnumerateObject())
        {
            var place = $"{at}/{line.Name}";
            var (quantifier, isIfExists, name) = Operator(line.Name);
            if (!ConditionOperator.All.TryGetValue(name, out var known) || (known.Name == "Null" && (isIfExists || quantifier != ConditionQuantifier.None)))
            {
                Find(place, $"'{line.Name}' is no condition operator");
                continue;
            }

            if (!IsObject(line.Value, place)) continue;
            foreach (var key in line.Value.EnumerateObject())
            {
                var values = Texts(key.Value, $"{place}/{key.Name}");
                var patterns = values.Select(text => Pattern(text, known.Wildcards, $"{place}/{key.Name}")).OfType<PolicyPattern>().ToImmutableArray();
                foreach (var pattern in patterns)
                {
                    if (pattern.Fixed is { } text && !known.IsValid(text)) Find($"{place}/{key.Name}", $"'{text}' is no value for {known.Name}");
                }

                conditions.Add(new PolicyCondition(known, quantifier, isIfExists, key.Name.ToLowerInvariant(), patterns));
            }
        }

        return conditions.ToImmutable();
    }

    private static (ConditionQuantifier Quantifier, bool IfExists, string Name) Operator(string text)
    {
        var quantifier = ConditionQuantifier.None;
        if (text.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase)) quantifier = ConditionQuantifier.ForAnyValue;
        if (text.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase)) quantifier = ConditionQuantifier.ForAllValues;
        if (quantifier != ConditionQuantifier.None) text = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return text.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase) ? (quantifier, true, text[..^"IfExists".Length]) : (quantifier, false, text);
    }

    private PolicyPattern? Pattern(string text, bool wildcards, string at)
    {
        var pattern = PolicyPattern.TryParse(text, wildcards, _variables);
        if (pattern is null) Find(at, $"'{text}' holds a variable that is not closed or has no name, or a control character");
        return pattern;
    }

    // A text or a list of them; numbers and booleans are written bare by many.
    private List<string> Texts(JsonElement element, string at)
    {
        var texts = new List<string>();
        IEnumerable<JsonElement> elements = element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];
        foreach (var one in elements)
        {
            if (one.ValueKind == JsonValueKind.String) texts.Add(one.GetString()!);
            else if (one.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) texts.Add(one.GetRawText());
            else Find(at, "this is neither a text nor a list of texts");
        }

        return texts;
    }

    private string? Text(JsonElement element, string name, string at)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Find($"{at}/{name}", "this is no text");
        return null;
    }

    private bool IsObject(JsonElement element, string at)
    {
        if (element.ValueKind == JsonValueKind.Object) return true;
        Find(at, "this is no object");
        return false;
    }

    private void Unknown(JsonElement element, string at, params ReadOnlySpan<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name)) Find($"{at}/{member.Name}", "there is no such element");
        }
    }

    private void Find(string at, string message) => _findings.Add(new PolicyFinding(at, message));

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}
