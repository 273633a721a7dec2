using System.Collections.Immutable;
using Portico.Aws;

namespace Portico.ControlPlane.Access;

/// <summary>AWS's rules about tags.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html"/>
internal static class TagRules
{
    public const int MaxTags = 50;

    public static ImmutableSortedDictionary<string, string> Checked(ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.Count > MaxTags) throw ServiceException.BadRequest($"A resource has at most {MaxTags} tags");
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128 || key.StartsWith("aws:", StringComparison.Ordinal))
            {
                throw ServiceException.BadRequest($"Invalid tag key '{key}': use 1 to 128 characters that do not begin with aws:");
            }

            if (value.Length > 256) throw ServiceException.BadRequest($"The value of the tag '{key}' is longer than 256 characters");
        }

        return tags;
    }
}
