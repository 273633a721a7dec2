using System.Collections.Immutable;
using System.Text;
using Portico.Protocol.Operations;

namespace Portico.Protocol.Access;

/// <summary>What a caller must be allowed to do to call an operation: an action of IAM on a resource.</summary>
/// <param name="Operation">Such as <c>CreateRestApi</c>.</param>
/// <param name="Action">Such as <c>apigateway:POST</c>.</param>
/// <param name="Resource">
/// An ARN with <c>{region}</c>, <c>{account}</c> and the labels of the operation's address in it: <c>{label}</c> as it is,
/// <c>{label|encoded}</c> percent-encoded, <c>{label|function}</c> the name of a function out of whatever form it is given in
/// (name, partial or whole ARN, with or without a qualifier), so that a statement about the function holds for all of them.
/// </param>
/// <param name="Condition">Which calls need it, in words; null for all. What is not needed by all is asked for by <see cref="OperationCall.Require(string)"/>.</param>
public sealed record OperationPermission(string Operation, string Action, string Resource, string? Condition = null)
{
    /// <summary>The ARN for one call.</summary>
    /// <param name="labels">The values of the labels, in the address's order.</param>
    public string ResourceArn(OperationDescription operation, ImmutableArray<string> labels, string region, string accountId)
    {
        var arn = new StringBuilder(Resource).Replace("{region}", region).Replace("{account}", accountId);
        var index = 0;
        foreach (var segment in operation.Uri.Segments)
        {
            if (segment is not ['{', .., '}']) continue;
            var name = segment[1..^1].TrimEnd('+');
            arn.Replace($"{{{name}}}", labels[index]).Replace($"{{{name}|encoded}}", Uri.EscapeDataString(labels[index]))
                .Replace($"{{{name}|function}}", FunctionName(labels[index]));
            index++;
        }

        return arn.ToString();
    }

    private static string FunctionName(string text)
    {
        const string Mark = "function:";
        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        var name = at < 0 ? text : text[(at + Mark.Length)..];
        var qualifier = name.IndexOf(':', StringComparison.Ordinal);
        return qualifier < 0 ? name : name[..qualifier];
    }
}
