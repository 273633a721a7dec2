namespace Portico.Vtl.Tests;

public sealed class VtlLimitsTests
{
    [Theory]
    [InlineData("#foreach($i in [1..1001])x#end", "#foreach runs at most 1000 times")]
    [InlineData("#foreach($a in [1..999])#foreach($b in [1..999])#foreach($c in [1..999])#end#end#end", "the template takes more than 1000000 steps")]
    [InlineData("#macro(m)#m()#end#m()", "#m is more than 20 calls deep")]
    [InlineData("#set($t = '#evaluate($t)')#evaluate($t)", "#evaluate is more than 20 calls deep")]
    [InlineData("#set($s = 'ab')#foreach($i in [1..99])#set($s = $s.concat($s))#end", "the template makes strings, lists and maps of more than 16777216 characters and elements")]
    [InlineData("#set($s = 'ab')#foreach($i in [1..99])#set($s = \"$s$s\")#end", "the template makes strings, lists and maps of more than 16777216 characters and elements")]
    [InlineData("#set($s = 'ab')#foreach($i in [1..99])#set($s = $s.replaceAll('.+', '$0$0$0'))#end", "the template makes strings, lists and maps of more than 16777216 characters and elements")]
    [InlineData("#set($s = 'ab')#foreach($i in [1..99])#set($s = $s.replace('a', $s))#end", "the template makes strings, lists and maps of more than 16777216 characters and elements")]
    [InlineData("#set($x = [1..2000000000])", "the template makes strings, lists and maps of more than 16777216 characters and elements")]
    [InlineData("#set($s = 'x')#set($y = $s.repeat(2000000000))", "the template makes strings, lists and maps of more than 16777216 characters and elements")]
    [InlineData("#set($l = [])#set($ok = $l.add($l))$l", "a value to print is nested too deeply")]
    [InlineData("#set($m = {'k': 1})#set($m.k = $m.entrySet())$m", "a value to print is nested too deeply")]
    [InlineData("#set($l = [])#set($s = 'x')#set($m = {'k': $l})#set($e = $m.entrySet().iterator().next())#set($ok = $l.add($e))$l", "a value to print is nested too deeply")]
    [InlineData("#set($l = [])#set($ok = $l.add($l))$l.hashCode()", "values to compare are nested too deeply or are too large")]
    [InlineData("#set($n = 99999999999999999999)#foreach($i in [1..99])#set($n = $n * $n)#end", "an integer is larger than allowed")]
    public void A_runaway_template_ends_with_an_error(string template, string expected)
    {
        var error = Rendered.Error(template);

        Assert.Equal(VtlErrorKind.Limit, error.Kind);
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void The_output_ends_at_its_limit()
    {
        var (text, error) = Rendered.TextOrError("#foreach($i in [1..100])0123456789#end", limits: new VtlLimits { OutputBytes = 55 });

        Assert.Equal("the output is longer than allowed", error?.Message);
        Assert.True(text.Length <= 55);
    }

    [Fact]
    public void A_regular_expression_that_must_go_back_runs_out_of_time()
    {
        var error = Rendered.Error("#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$s.matches('(?=a)(a+)+\\1')", limits: new VtlLimits { RegexTime = TimeSpan.FromMilliseconds(20) });

        Assert.Equal("regular expressions take too long", error.Message);
    }

    [Theory]
    [InlineData("#if(true)", "#end")]
    [InlineData("#set($x = (((", "")]
    [InlineData("$a.b([", "])")]
    [InlineData("$a[$", "]")]
    [InlineData("#set($x = !", "")]
    public void Deep_nesting_is_refused_not_followed(string opening, string closing)
    {
        var template = string.Concat(Enumerable.Repeat(opening, 20_000)) + string.Concat(Enumerable.Repeat(closing, 20_000));

        Assert.False(VtlTemplate.Parse(template).Succeeded);
    }

    [Fact]
    public void Nesting_within_the_bounds_of_all_sorts_does_not_exhaust_the_stack()
    {
        var body = string.Concat(Enumerable.Repeat("#if(true)", 180)) + "#m()" + string.Concat(Enumerable.Repeat("#end", 180));

        Assert.Equal(VtlErrorKind.Limit, Rendered.Error($"#macro(m){body}#end#m()").Kind);
    }
}
