using Portico.Aws.Policies;

namespace Portico.Aws.Tests.Policies;

public sealed class PolicyDocumentTests
{
    private const string Api = "arn:aws:execute-api:us-east-1:123456789012:abc/dev/GET/pets";

    [Theory]
    [InlineData("\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"EXECUTE-API:invoke\",\"Resource\":\"*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"execute-api:*\",\"Resource\":\"*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":[\"s3:Get\",\"execute-api:Inv?ke\"],\"Resource\":\"*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"execute-api:InvalidateCache\",\"Resource\":\"*\"", PolicyEffect.Neither)]
    [InlineData("\"NotAction\":\"execute-api:Invoke\",\"Resource\":\"*\"", PolicyEffect.Neither)]
    [InlineData("\"NotAction\":\"s3:*\",\"Resource\":\"*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:execute-api:us-east-1:123456789012:abc/*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:execute-api:*:*:abc/*/GET/*\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:execute-api:*:abc/dev/get/pets\"", PolicyEffect.Neither)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:execute-api:us-east-1:123456789012:abc/dev/GET/pet\"", PolicyEffect.Neither)]
    [InlineData("\"Action\":\"*\",\"NotResource\":\"*/pets\"", PolicyEffect.Neither)]
    [InlineData("\"Action\":\"*\",\"NotResource\":\"*/dogs\"", PolicyEffect.Allow)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*/GET/${aws:username}\"", PolicyEffect.Allow)]
    public void Actions_and_resources_have_wildcards(string elements, PolicyEffect expected)
    {
        var document = Parsed($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow",{{elements}}}]}""", PolicyKind.Identity);

        Assert.Equal(expected, document.Evaluate(new("execute-api:Invoke", Api, PolicyPrincipal.Anonymous, new Keys("aws:username=pets"))).Effect);
    }

    [Theory]
    [InlineData("\"Principal\":\"*\"", "anonymous ann session root other", "")]
    [InlineData("\"Principal\":{\"AWS\":\"*\"}", "anonymous ann session root other", "")]
    [InlineData("\"Principal\":{\"AWS\":\"123456789012\"}", "ann session root", "anonymous other")]
    [InlineData("\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"}", "ann session root", "anonymous other")]
    [InlineData("\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:user/ann\"}", "ann", "anonymous session root other")]
    [InlineData("\"Principal\":{\"AWS\":[\"arn:aws:iam::123456789012:role/reader\",\"arn:aws:iam::999999999999:user/ann\"]}", "session other", "anonymous ann root")]
    [InlineData("\"Principal\":{\"AWS\":\"arn:aws:sts::123456789012:assumed-role/reader/job\"}", "session", "anonymous ann root other")]
    [InlineData("\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"}", "", "anonymous ann session root other")]
    [InlineData("\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::123456789012:user/ann\"}", "anonymous session root other", "ann")]
    public void A_principal_means_some_callers_and_not_others(string element, string meant, string notMeant)
    {
        var document = Parsed($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow",{{element}},"Action":"*","Resource":"*"}]}""", PolicyKind.Resource);
        PolicyEffect Effect(string caller) => document.Evaluate(new("execute-api:Invoke", Api, Caller(caller), new Keys(""))).Effect;

        Assert.All(meant.Split(' ', StringSplitOptions.RemoveEmptyEntries), caller => Assert.Equal(PolicyEffect.Allow, Effect(caller)));
        Assert.All(notMeant.Split(' ', StringSplitOptions.RemoveEmptyEntries), caller => Assert.Equal(PolicyEffect.Neither, Effect(caller)));
    }

    [Fact]
    public void A_deny_wins_wherever_it_stands_and_is_named()
    {
        var allow = Parsed("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, "all");
        var deny = Parsed("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"No","Effect":"Deny","Action":"execute-api:*","Resource":"*"}]}""", PolicyKind.Identity, "no-calls");
        var request = new PolicyRequest("execute-api:Invoke", Api, PolicyPrincipal.Anonymous, new Keys(""));

        Assert.Equal(new PolicyDecision(PolicyEffect.Allow, "all", 0), PolicyDocument.Evaluate([allow], request));
        Assert.Equal(new PolicyDecision(PolicyEffect.Deny, "no-calls", 1, "No"), PolicyDocument.Evaluate([allow, deny], request));
        Assert.Equal(new PolicyDecision(PolicyEffect.Neither), PolicyDocument.Evaluate([], request));
    }

    [Theory]
    [InlineData("", "line 1, byte 1: this is not JSON without repeated members")]
    [InlineData("[]", "this is no object")]
    [InlineData("{}", "there is no Statement")]
    [InlineData("""{"Statement":[]}""", "/Statement: there is no statement in it")]
    [InlineData("""{"Version":"2020-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "/Version: the version is 2012-10-17 or 2008-10-17")]
    [InlineData("""{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}""", "/Statement/Effect: the effect is Allow or Deny")]
    [InlineData("""{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}}""", "this is not JSON without repeated members")]
    [InlineData("""{"Statement":{"Effect":"Allow","Resource":"*"}}""", "/Statement: there is no Action")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*"}}""", "/Statement: there is no Resource")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"Invoke","Resource":"*"}}""", "/Statement/Action: an action is * or service:name")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}""", "/Statement: a policy of an identity has no Principal")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Reason":"*"}}""", "/Statement/Reason: there is no such element")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringSame":{"a":"b"}}}}""", "/Statement/Condition/StringSame: 'StringSame' is no condition operator")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/33"}}}}""", "/Statement/Condition/IpAddress/aws:SourceIp: '10.0.0.0/33' is no value for IpAddress")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"${aws:username"}}""", "/Statement/Resource: '${aws:username' holds a variable that is not closed or has no name, or a control character")]
    public void A_broken_policy_is_refused_at_its_place(string text, string finding)
    {
        var parse = PolicyDocument.Parse(text, PolicyKind.Identity, "row");

        Assert.Null(parse.Document);
        Assert.Equal(finding, parse.Findings[0].ToString());
    }

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "/Statement: there is no Principal")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"ann","Action":"*","Resource":"*"}}""", "/Statement/Principal: a principal is * or an object such as {\"AWS\": \"arn:aws:iam::123456789012:root\"}")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/*"},"Action":"*","Resource":"*"}}""", "/Statement/Principal/AWS: 'arn:aws:iam::123456789012:user/*' is no principal of the kind AWS")]
    public void A_resource_policy_names_sound_principals(string text, string finding) =>
        Assert.Equal(finding, PolicyDocument.Parse(text, PolicyKind.Resource, "row").Findings[0].ToString());

    [Fact]
    public void All_that_is_wrong_is_found_at_once() =>
        Assert.Equal(3, PolicyDocument.Parse("""{"Statement":[{"Effect":"Maybe","Action":"*"},{"Effect":"Allow","Action":"*","Resource":"*","X":1}]}""", PolicyKind.Identity, "row").Findings.Length);

    private static PolicyDocument Parsed(string text, PolicyKind kind, string name = "row")
    {
        var parse = PolicyDocument.Parse(text, kind, name);
        Assert.Empty(parse.Findings);
        return parse.Document!;
    }

    private static PolicyPrincipal Caller(string name) => name switch
    {
        "anonymous" => PolicyPrincipal.Anonymous,
        "root" => new() { Arn = "arn:aws:iam::123456789012:root", AccountId = "123456789012" },
        "session" => new() { Arn = "arn:aws:sts::123456789012:assumed-role/reader/job", AccountId = "123456789012", RoleArn = "arn:aws:iam::123456789012:role/reader" },
        "other" => new() { Arn = "arn:aws:iam::999999999999:user/ann", AccountId = "999999999999" },
        _ => new() { Arn = $"arn:aws:iam::123456789012:user/{name}", AccountId = "123456789012" },
    };
}
