using Portico.Aws.Policies;

namespace Portico.Aws.Tests.Policies;

public sealed class PolicyConditionTests
{
    [Theory]
    // texts
    [InlineData("StringEquals", "k", "\"a\"", "k=a", true)]
    [InlineData("StringEquals", "k", "\"a\"", "k=A", false)]
    [InlineData("StringEquals", "k", "\"a*\"", "k=ab", false)]
    [InlineData("StringEquals", "k", "[\"a\",\"b\"]", "k=b", true)]
    [InlineData("StringEquals", "k", "\"a\"", "", false)]
    [InlineData("StringNotEquals", "k", "\"a\"", "k=b", true)]
    [InlineData("StringNotEquals", "k", "[\"a\",\"b\"]", "k=b", false)]
    [InlineData("StringNotEquals", "k", "\"a\"", "", true)]
    [InlineData("StringEqualsIgnoreCase", "k", "\"a\"", "k=A", true)]
    [InlineData("StringNotEqualsIgnoreCase", "k", "\"a\"", "k=A", false)]
    [InlineData("StringLike", "k", "\"a*c?\"", "k=abbbcd", true)]
    [InlineData("StringLike", "k", "\"a*c?\"", "k=abbbc", false)]
    [InlineData("StringNotLike", "k", "\"a*\"", "k=b", true)]
    [InlineData("stringlike", "K", "\"a*\"", "k=a", true)]
    // absent keys
    [InlineData("StringEqualsIfExists", "k", "\"a\"", "", true)]
    [InlineData("StringEqualsIfExists", "k", "\"a\"", "k=b", false)]
    [InlineData("Null", "k", "\"true\"", "", true)]
    [InlineData("Null", "k", "\"true\"", "k=a", false)]
    [InlineData("Null", "k", "false", "k=a", true)]
    // several values
    [InlineData("ForAnyValue:StringEquals", "k", "[\"a\",\"b\"]", "k=c|a", true)]
    [InlineData("ForAnyValue:StringEquals", "k", "[\"a\",\"b\"]", "k=c|d", false)]
    [InlineData("ForAnyValue:StringEquals", "k", "\"a\"", "", false)]
    [InlineData("ForAllValues:StringEquals", "k", "[\"a\",\"b\"]", "k=b|a", true)]
    [InlineData("ForAllValues:StringEquals", "k", "[\"a\",\"b\"]", "k=b|c", false)]
    [InlineData("ForAllValues:StringEquals", "k", "\"a\"", "", true)]
    [InlineData("ForAllValues:StringNotEquals", "k", "\"a\"", "k=b|c", true)]
    [InlineData("ForAllValues:StringNotEquals", "k", "\"a\"", "k=b|a", false)]
    [InlineData("ForAnyValue:StringNotEquals", "k", "\"a\"", "k=a|b", true)]
    [InlineData("ForAnyValue:StringLike", "k", "\"a*\"", "k=b|ab", true)]
    // numbers
    [InlineData("NumericEquals", "k", "10", "k=10.0", true)]
    [InlineData("NumericNotEquals", "k", "10", "k=10.0", false)]
    [InlineData("NumericLessThan", "k", "10", "k=9", true)]
    [InlineData("NumericLessThan", "k", "10", "k=10", false)]
    [InlineData("NumericLessThanEquals", "k", "10", "k=10", true)]
    [InlineData("NumericGreaterThan", "k", "10", "k=11", true)]
    [InlineData("NumericGreaterThanEquals", "k", "10", "k=10", true)]
    [InlineData("NumericLessThan", "k", "10", "k=ten", false)]
    // times
    [InlineData("DateGreaterThan", "k", "\"2026-01-01T00:00:00Z\"", "k=2026-01-31T12:00:00Z", true)]
    [InlineData("DateLessThan", "k", "\"2026-01-01T00:00:00Z\"", "k=2026-01-31T12:00:00Z", false)]
    [InlineData("DateGreaterThan", "k", "\"2026-01-01\"", "k=1769860800", true)]
    [InlineData("DateLessThan", "k", "\"1769860801\"", "k=2026-01-31T12:00:00Z", true)]
    [InlineData("DateEquals", "k", "\"2026-01-31T13:00:00+01:00\"", "k=2026-01-31T12:00:00Z", true)]
    [InlineData("DateNotEquals", "k", "\"2026-01-31T12:00:00Z\"", "k=2026-01-31T12:00:00Z", false)]
    [InlineData("DateLessThanEquals", "k", "\"2026-01-31T12:00:00Z\"", "k=2026-01-31T12:00:00Z", true)]
    [InlineData("DateGreaterThanEquals", "k", "\"2026-01-31T12:00:00Z\"", "k=2026-01-31T11:59:59Z", false)]
    // truth
    [InlineData("Bool", "k", "\"true\"", "k=true", true)]
    [InlineData("Bool", "k", "true", "k=false", false)]
    [InlineData("Bool", "k", "\"false\"", "", false)]
    [InlineData("BoolIfExists", "k", "\"true\"", "", true)]
    // addresses
    [InlineData("IpAddress", "k", "\"203.0.113.0/24\"", "k=203.0.113.77", true)]
    [InlineData("IpAddress", "k", "\"203.0.113.0/25\"", "k=203.0.113.128", false)]
    [InlineData("IpAddress", "k", "\"203.0.113.7\"", "k=203.0.113.7", true)]
    [InlineData("IpAddress", "k", "\"0.0.0.0/0\"", "k=1.2.3.4", true)]
    [InlineData("IpAddress", "k", "\"0.0.0.0/0\"", "k=::1", false)]
    [InlineData("IpAddress", "k", "\"203.0.113.0/24\"", "k=::ffff:203.0.113.7", true)]
    [InlineData("IpAddress", "k", "\"2001:db8::/33\"", "k=2001:db8:7fff::1", true)]
    [InlineData("IpAddress", "k", "\"2001:db8::/33\"", "k=2001:db8:8000::1", false)]
    [InlineData("NotIpAddress", "k", "[\"10.0.0.0/8\",\"192.168.0.0/16\"]", "k=192.168.1.1", false)]
    [InlineData("NotIpAddress", "k", "\"10.0.0.0/8\"", "k=11.0.0.1", true)]
    // ARNs
    [InlineData("ArnEquals", "k", "\"arn:aws:iam::123456789012:user/*\"", "k=arn:aws:iam::123456789012:user/a/b", true)]
    [InlineData("ArnLike", "k", "\"arn:aws:*:123456789012:user/a\"", "k=arn:aws:iam::123456789012:user/a", false)]
    [InlineData("ArnLike", "k", "\"arn:aws:iam:*:*:user/a\"", "k=arn:aws:iam::123456789012:user/a", true)]
    [InlineData("ArnNotEquals", "k", "\"arn:aws:iam::123456789012:user/a\"", "k=arn:aws:iam::123456789012:user/b", true)]
    [InlineData("ArnNotLike", "k", "\"*\"", "k=arn:aws:iam::123456789012:user/b", false)]
    [InlineData("BinaryEquals", "k", "\"QUJD\"", "k=QUJD", true)]
    // variables
    [InlineData("StringEquals", "k", "\"${aws:username}\"", "k=ann;aws:username=ann", true)]
    [InlineData("StringEquals", "k", "\"${aws:username}\"", "k=ann;aws:username=bob", false)]
    [InlineData("StringEquals", "k", "\"${aws:username}\"", "k=ann", false)]
    [InlineData("StringEquals", "k", "\"${aws:username, 'nobody'}\"", "k=nobody", true)]
    [InlineData("StringLike", "k", "\"${*}-${aws:username}-*\"", "k=*-ann-x;aws:username=ann", true)]
    [InlineData("StringLike", "k", "\"${*}*\"", "k=a*", false)]
    [InlineData("StringLike", "k", "\"x${aws:username}\"", "k=xann;aws:username=*", false)]
    [InlineData("NumericEquals", "k", "\"${n}\"", "k=5;n=5", true)]
    [InlineData("IpAddress", "k", "\"${ip}/24\"", "k=10.0.0.9;ip=10.0.0.1", true)]
    public void An_operator_holds_or_not(string name, string key, string values, string request, bool holds)
    {
        var text = $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"{{{name}}}":{"{{{key}}}":{{{values}}} } } } }""";
        var parse = PolicyDocument.Parse(text, PolicyKind.Identity, "row");
        Assert.Empty(parse.Findings);

        var decision = parse.Document!.Evaluate(new("execute-api:Invoke", "arn", PolicyPrincipal.Anonymous, new Keys(request)));

        Assert.Equal(holds, decision.Effect == PolicyEffect.Allow);
    }

    [Fact]
    public void Every_line_of_a_condition_must_hold()
    {
        const string Text = """{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":"1","b":"2"},"Bool":{"c":"true"}}}]}""";
        var document = PolicyDocument.Parse(Text, PolicyKind.Identity, "row").Document!;

        PolicyEffect Effect(string keys) => document.Evaluate(new("a:b", "arn", PolicyPrincipal.Anonymous, new Keys(keys))).Effect;

        Assert.Equal(PolicyEffect.Allow, Effect("a=1;b=2;c=true"));
        Assert.Equal(PolicyEffect.Neither, Effect("a=1;b=3;c=true"));
        Assert.Equal(PolicyEffect.Neither, Effect("a=1;b=2;c=false"));
    }

    [Fact]
    public void The_older_version_knows_no_variables()
    {
        const string Text = """{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"k":"${aws:username}"}}}}""";
        var document = PolicyDocument.Parse(Text, PolicyKind.Identity, "row").Document!;

        Assert.Equal(PolicyEffect.Allow, document.Evaluate(new("a:b", "arn", PolicyPrincipal.Anonymous, new Keys("k=${aws:username};aws:username=ann"))).Effect);
    }
}
