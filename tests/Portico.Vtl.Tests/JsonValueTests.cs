using Portico.Vtl.Tests.Hosting;

namespace Portico.Vtl.Tests;

/// <summary>Values of documents, which are used in place until a template changes them.</summary>
public sealed class JsonValueTests
{
    private const string Body = """{"a":{"b":[1,2.50,"x/y"],"c":null},"s":"h\u00e9\n","n":1e2,"big":12345678901234567890,"e":[],"d":{"k":"v"},"list":[{"v":1},{"v":1}]}""";

    [Theory]
    [InlineData("$r.a", "{b=[1,2.5,\"x\\/y\"], c=null}")]
    [InlineData("$r.a.b", "[1,2.5,\"x\\/y\"]")]
    [InlineData("$r.a.b[2]", "x/y")]
    [InlineData("$r.s", "h\u00e9\n")]
    [InlineData("$r.n $r.big", "100.0 12345678901234567890")]
    [InlineData("[$r.a.c]$r.e$r.none", "[][]")]
    public void Values_print_as_Java_prints_them(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("#set($x = $r.a)#set($y = $r.a)#set($ok = $x.put('z', 1))$y.z", "1")]
    [InlineData("#set($x = $r.a.b)#set($r.a.b[0] = 'n')$x[0]$r.a", "n{b=[\"n\",2.5,\"x\\/y\"], c=null}")]
    [InlineData("#set($ok = $r.d.put('l', [1, 'q']))$r.d", "{k=v, l=[1, q]}")]
    [InlineData("#set($ok = $r.a.b.add({'m': 'w'}))$r.a.b", "[1,2.5,\"x\\/y\",{\"m\":\"w\"}]")]
    [InlineData("#foreach($i in $r.list)#set($i.v = $i.v + $foreach.count)#end$r.list", "[{\"v\":2},{\"v\":3}]")]
    [InlineData("#set($r.a.b = 5)$r.a.b$r.get('a').b", "55")]
    [InlineData("#set($x = $r.list[0])#set($y = $r.list[1])#set($x.v = 9)$x.v$y.v", "91")]
    public void A_changed_value_is_changed_for_all_who_hold_it(string template, string expected) => Assert.Equal(expected, Render(template));

    [Fact]
    public void A_list_of_a_document_that_comes_to_contain_itself_ends_the_rendering()
    {
        var request = Request.OfBody("""{"l":[1]}""");

        var error = Rendered.Error("#set($r = $input.path('$'))#set($e = $r.entrySet().iterator().next())#set($r.l[0] = 2)#set($r.l[0] = $r.l)$r", request, Binder.Settling);
        Assert.Equal(VtlErrorKind.Limit, error.Kind);
        error = Rendered.Error("#set($r = $input.path('$'))#set($m = {'k': $r.l})#set($r.l[0] = $m.entrySet().iterator().next())#set($m.k = $r.l)$r.l", request, Binder.Settling);
        Assert.Equal(VtlErrorKind.Limit, error.Kind);
    }

    [Fact]
    public void The_document_itself_never_changes()
    {
        var request = Request.OfBody(Body);
        Rendered.Text("#set($r = $input.path('$'))#set($r.a = 1)#set($ok = $r.list.clear())", request, Binder.Settling);

        Assert.Equal("[{\"v\":1},{\"v\":1}]", Rendered.Text("$input.path('$.list')", request, Binder.Settling));
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "$r.a", "\uFFFD")]
    [InlineData("""{"\ud800":1,"a":2}""", "$r.a $r.size()", "2 2")]
    [InlineData("""{"a":1,"a":2}""", "$r.a", "2")]
    public void Documents_that_are_hardly_text_are_read_nevertheless(string body, string template, string expected) => Assert.Equal(expected, Render(template, body));

    private static string Render(string template, string body = Body) => Rendered.Text("#set($r = $input.path('$'))" + template, Request.OfBody(body), Binder.Settling);
}
