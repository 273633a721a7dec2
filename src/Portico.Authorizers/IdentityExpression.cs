using System.Text.RegularExpressions;

namespace Portico.Authorizers;

/// <summary>An <c>identityValidationExpression</c>: what a value must match as a whole. Takes no longer for what somebody made up.</summary>
public sealed class IdentityExpression
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;

    private IdentityExpression(Regex regex) => _regex = regex;

    /// <returns>Null when it is no regular expression.</returns>
    public static IdentityExpression? TryParse(string text)
    {
        var whole = $@"\A(?:{text})\z";
        try
        {
            return new(new Regex(whole, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit));
        }
        catch (NotSupportedException)
        {
            return new(new Regex(whole, RegexOptions.CultureInvariant, Limit));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public bool Matches(string value)
    {
        try
        {
            return _regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    public override string ToString() => _regex.ToString();
}
