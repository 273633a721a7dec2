using System.Xml.Linq;
using Portico.Aws.Signing;
using Portico.Tests.Running;

namespace Portico.Tests.Callers;

/// <summary>Calls of IAM and STS in the Query protocol.</summary>
internal sealed class IamClient(RunningGateway gateway)
{
    private static int _made;

    /// <summary>A call without a signature, which the open control plane takes by its action.</summary>
    internal async Task<(int Status, XElement Answer)> CallAsync(string action, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent([new("Action", action), .. parameters.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value))]);
        using var response = await gateway.Client.PostAsync(new Uri($"http://127.0.0.1:{gateway.ControlPort}/"), form);
        return ((int)response.StatusCode, WithoutNamespace(XElement.Parse(await response.Content.ReadAsStringAsync())));
    }

    internal async Task<XElement> GrantedAsync(string action, params (string Name, string Value)[] parameters)
    {
        var (status, answer) = await CallAsync(action, parameters);
        Assert.True(status == 200, answer.ToString());
        return answer;
    }

    /// <summary>The error's code and message.</summary>
    internal async Task<string> RefusedAsync(string action, params (string Name, string Value)[] parameters)
    {
        var (status, answer) = await CallAsync(action, parameters);
        Assert.NotEqual(200, status);
        return $"{status} {answer.Descendants("Code").Single().Value}: {answer.Descendants("Message").Single().Value}";
    }

    /// <summary>A new user with a key, and a policy when one is given.</summary>
    internal async Task<(string Name, AwsCredentials Credentials)> NewUserAsync(string? policy = null)
    {
        var name = NewName("user");
        await GrantedAsync("CreateUser", ("UserName", name));
        if (policy is not null) await GrantedAsync("PutUserPolicy", ("UserName", name), ("PolicyName", "own"), ("PolicyDocument", policy));
        return (name, Credentials(await GrantedAsync("CreateAccessKey", ("UserName", name))));
    }

    internal static string NewName(string kind) => $"{kind}-{Interlocked.Increment(ref _made)}";

    internal static AwsCredentials Credentials(XElement answer) => new(
        answer.Descendants("AccessKeyId").Single().Value, answer.Descendants("SecretAccessKey").Single().Value, answer.Descendants("SessionToken").SingleOrDefault()?.Value);

    private static XElement WithoutNamespace(XElement root)
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
            element.Attributes().Where(attribute => attribute.IsNamespaceDeclaration).Remove();
        }

        return root;
    }
}
