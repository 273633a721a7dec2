using Portico.Vtl.Tests.Hosting;

namespace Portico.Vtl.Tests;

public sealed class BindingTests
{
    private static readonly Request Host = Request.OfBody("""{"name":"Ann","n":{"m":2}}""");

    [Theory]
    [InlineData("$input.path('$.name')", "Ann")]
    [InlineData("$input.json('$.n')", "{\"m\":2}")]
    [InlineData("$input.path('$.n').m", "2")]
    [InlineData("#set($p = '$.name')$input.path($p)", "Ann")]
    [InlineData("#set($input = {'path': 'mine'})$input.path $input.path('$.name')", "mine ")]
    [InlineData("#foreach($input in ['a'])$input#end$input.path('$.name')", "aAnn")]
    [InlineData("#macro(m $input)$input#end#m('arg')$input.path('$.name')", "argAnn")]
    [InlineData("#macro(m $x)$x $input.json('$.name')#end#m($input.path('$.n.m'))", "2 \"Ann\"")]
    [InlineData("#evaluate(\"$d#set($d = '$')\")#evaluate('$input.path(\"$.name\")')", "Ann")]
    [InlineData("$util.escapeJavaScript(\"$input.path('$.name')'s\")", "Ann\\'s")]
    public void A_bound_name_is_the_hosts_until_the_template_takes_it(string template, string expected) =>
        Assert.Equal(expected, Rendered.Text(template, Host, Binder.Settling));

    [Theory]
    [InlineData("$util.parseJson('{\"a\":')")]
    [InlineData("#set($x = $util.urlDecode('%'))")]
    [InlineData("#if($input.path('$[') == 1)#end")]
    public void A_failure_of_the_host_ends_the_rendering(string template) =>
        Assert.Equal(VtlErrorKind.Runtime, Rendered.Error(template, Host, Binder.Settling).Kind);
}
