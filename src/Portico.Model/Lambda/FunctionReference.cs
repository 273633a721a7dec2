namespace Portico.Model.Lambda;

/// <summary>A function as callers name it: a name, a partial or full ARN, each perhaps with a qualifier.</summary>
/// <param name="Name">The function's name alone.</param>
/// <param name="Qualifier">A version or alias, or null.</param>
/// <param name="Region">Of a full ARN.</param>
/// <param name="AccountId">Of a partial or full ARN.</param>
public readonly record struct FunctionReference(string Name, string? Qualifier, string? Region = null, string? AccountId = null)
{
    /// <summary>Reads any of the forms.</summary>
    /// <returns>Null when the text is none of them.</returns>
    public static FunctionReference? TryParse(string text)
    {
        var parts = text.Split(':');
        return parts switch
        {
            ["arn", _, "lambda", { Length: > 0 } region, { Length: > 0 } account, "function", var name] => Of(name, null, region, account),
            ["arn", _, "lambda", { Length: > 0 } region, { Length: > 0 } account, "function", var name, var qualifier] => Of(name, qualifier, region, account),
            [{ Length: 12 } account, "function", var name] => Of(name, null, null, account),
            [{ Length: 12 } account, "function", var name, var qualifier] => Of(name, qualifier, null, account),
            ["function", var name] => Of(name, null),
            ["function", var name, var qualifier] => Of(name, qualifier),
            [var name] => Of(name, null),
            [var name, var qualifier] => Of(name, qualifier),
            _ => null,
        };
    }

    private static FunctionReference? Of(string name, string? qualifier, string? region = null, string? account = null) =>
        IsName(name) && (qualifier is null || IsQualifier(qualifier)) ? new(name, qualifier, region, account) : null;

    private static bool IsName(string text) => text.Length is > 0 and <= 140 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static bool IsQualifier(string text) => text.Length is > 0 and <= 128 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '$');
}
