using Portico.DataPlane.Invocations;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>The ARN of what a request calls: <c>arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}/{path}</c>.</summary>
public static class MethodArn
{
    public static string Of(Invocation invocation) => Text(invocation, invocation.Stage.AccountId);

    /// <summary>With all but four digits of the account hidden, as refusals show it.</summary>
    public static string Masked(Invocation invocation) => Text(invocation, $"********{invocation.Stage.AccountId[^4..]}");

    private static string Text(Invocation invocation, string account)
    {
        var stage = invocation.Stage;
        return $"arn:aws:execute-api:{stage.Region}:{account}:{stage.ApiId}/{stage.StageName}/{invocation.Request.Method}/{Path(invocation.Request)}";
    }

    // Decoded, so that no spelling of a path slips past a policy that names it.
    private static string Path(ClientRequest request)
    {
        var path = request.ResourcePath.Trim('/');
        return path.Contains('%') ? Uri.UnescapeDataString(path) : path.ToString();
    }
}
