using System.Text.RegularExpressions;
using Portico.Aws;

namespace Portico.Model.Accounts;

/// <summary>What AWS refuses as an ARN.</summary>
public static partial class ArnRules
{
    public static void Check(string arn)
    {
        if (!Arn().IsMatch(arn)) throw ServiceException.BadRequest($"Invalid ARN. ARN is not well formed {arn}");
    }

    [GeneratedRegex(@"\Aarn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+\z")]
    private static partial Regex Arn();
}
