using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Aws.Policies;

namespace Portico.Identity;

/// <summary>IAM's rules, each with IAM's refusal.</summary>
public static partial class IdentityRules
{
    public const int MaxAccessKeys = 2;

    /// <value>Characters of one policy.</value>
    public const int MaxPolicyLength = 10240;

    public static string Name(string value, string at, int most)
    {
        if (value.Length > most) throw Invalid(value, at, $"Member must have length less than or equal to {most}");
        return Names().IsMatch(value) ? value : throw Invalid(value, at, "Member must satisfy regular expression pattern: [\\w+=,.@-]+");
    }

    public static string Path(string? value) =>
        value is null or "/" || Paths().IsMatch(value) ? value ?? "/" : throw Invalid(value, "path", "Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");

    public static string? Description(string? value)
    {
        if (value is null) return null;
        if (value.Length > 1000) throw Invalid(value[..40] + "...", "description", "Member must have length less than or equal to 1000");
        return value.All(letter => !char.IsControl(letter) || letter is '\t' or '\n' or '\r') && value.All(letter => !char.IsSurrogate(letter))
            ? value
            : throw Invalid(value, "description", "Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*");
    }

    public static string Policy(string text, PolicyKind kind)
    {
        if (text.Length > MaxPolicyLength) throw new ServiceException(409, "LimitExceeded", $"Maximum policy size of {MaxPolicyLength} bytes exceeded");
        if (PolicyDocument.Parse(text, kind, "").Document is not { } document) throw new ServiceException(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        if (document.DenyConditionKeys.FirstOrDefault(key => !KnownConditionKeys.Contains(key)) is { } unknown)
        {
            throw new ServiceException(400, "MalformedPolicyDocument", $"This version of Portico does not know the condition key '{unknown}' and could not enforce the deny that relies on it");
        }

        return text;
    }

    public static ServiceException NoSuch(string what, string name) => new(404, "NoSuchEntity", $"The {what} with name {name} cannot be found.");

    public static ServiceException Exists(string what, string name) => new(409, "EntityAlreadyExists", $"{what} with name {name} already exists.");

    public static ServiceException Conflict(string first) => new(409, "DeleteConflict", $"Cannot delete entity, must {first} first.");

    private static ServiceException Invalid(string value, string at, string rule) =>
        new(400, "ValidationError", $"1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: {rule}");

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]+\z")]
    private static partial Regex Names();

    [GeneratedRegex(@"^/[\x21-\x7e]{1,510}/\z")]
    private static partial Regex Paths();
}
