namespace Portico.Model.Lambda;

/// <summary><c>ArnLike</c>: the six parts of an ARN are compared one by one, each with <c>*</c> for any text and <c>?</c> for any letter.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN"/>
public static class ArnPattern
{
    private const int Parts = 6;

    public static bool Matches(string pattern, string arn)
    {
        var patterns = pattern.Split(':', Parts);
        var parts = arn.Split(':', Parts);
        if (patterns.Length != Parts || parts.Length != Parts) return false;
        for (var index = 0; index < Parts; index++)
        {
            if (!Like(patterns[index], parts[index])) return false;
        }

        return true;
    }

    // Goes back to the last star only, so that no pattern takes more than the product of both lengths.
    private static bool Like(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int at = 0, position = 0, star = -1, resume = 0;
        while (position < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = position;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == text[position]))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].IndexOfAnyExcept('*') < 0;
    }
}
