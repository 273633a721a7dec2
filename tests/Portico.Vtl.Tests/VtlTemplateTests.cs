namespace Portico.Vtl.Tests;

public sealed class VtlTemplateTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain # text, 5% of $ 3", "plain # text, 5% of $ 3")]
    [InlineData("#set($x = 'v')$x ${x}y $!x $!{x}", "v vy v v")]
    [InlineData("[$nothing][$nothing.a.b()][$!nothing]", "[][][]")]
    [InlineData("#set($x = 1)\\$x \\\\$x", "$x \\1")]
    [InlineData("#[[ $x #if ]]#", " $x #if ")]
    [InlineData("#set($m = {'k': [1, 2]})$m.k[1] $m['k'][-1] $m.k.get(0)", "2 2 1")]
    [InlineData("#literal()$x #if(true)#end#end", "$x #if(true)#end")]
    public void References_and_text_print(string template, string expected) => Assert.Equal(expected, Rendered.Text(template));

    [Theory]
    [InlineData("#foreach($x in [1..3])$x #end", "1 2 3 ")]
    [InlineData("#foreach($x in [])$x#end", "")]
    [InlineData("#foreach($x in [3..1])$foreach.index$x#if($foreach.hasNext),#end#end", "03,12,21")]
    [InlineData("#foreach($x in {'a': 1, 'b': 2})$x#end", "12")]
    [InlineData("#foreach($x in [1..9])#if($x == 3)#break#end$x#end.", "12.")]
    [InlineData("#foreach($x in [1, 2])#foreach($y in [1, 2])#break($foreach.parent)#end$x#end.", ".")]
    [InlineData("#foreach($x in [1, 2])$velocityCount#end$!x", "12")]
    public void Foreach_renders_its_body_once_per_element(string template, string expected) => Assert.Equal(expected, Rendered.Text(template));

    [Theory]
    [InlineData("a\n  #set($x = 1)  \nb", "a\n  b")]
    [InlineData("{\n#if(true)\n  1\n#end\n}", "{\n  1\n}")]
    [InlineData("#if(false)a#else b#end", " b")]
    [InlineData("x ## comment\ny", "x y")]
    [InlineData("x #* a\nb *# y", "x  y")]
    public void White_space_around_directives_is_eaten_as_in_Velocity(string template, string expected) => Assert.Equal(expected, Rendered.Text(template));

    [Theory]
    [InlineData("#macro(hi $n)<$n>#end#hi('a')#hi(\"b\")", "<a><b>")]
    [InlineData("#later(1)#macro(later $x)$x#end", "1")]
    [InlineData("#macro(outer $x)#inner()#end#macro(inner)$x#end#outer('v')", "v")]
    [InlineData("#macro(set $x)#set($x = 'n')$x#end#set($y = 'o')#set($y)", "!")]
    [InlineData("#macro(box)<$bodyContent>#end#@box()B#end", "<B>")]
    [InlineData("#define($d)[$v]#end#set($v = 1)$d#set($v = 2)$d", "[1][2]")]
    [InlineData("#evaluate('#set($q = 7)')$q", "7")]
    [InlineData("#macro(z)x#break y#end#z()b", "xb")]
    [InlineData("a#evaluate('b#stop c')d", "abd")]
    [InlineData("a#stop b", "a")]
    public void Macros_definitions_and_evaluation_work_as_in_Velocity(string template, string expected)
    {
        var (text, error) = Rendered.TextOrError(template);
        Assert.Equal(expected == "!" ? VtlErrorKind.Parse : null, error?.Kind);
        if (error is null) Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("2147483647 + 1", "2147483648")]
    [InlineData("9223372036854775807 + 1", "9223372036854775808")]
    [InlineData("9223372036854775807 * 2", "18446744073709551614")]
    [InlineData("7 / 2", "3")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("7 / 2.0", "3.5")]
    [InlineData("1 / 0", "")]
    [InlineData("1e7 * 10", "1.0E8")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("1 + 'a'", "1a")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("'1' == 1", "true")]
    [InlineData("true && !false", "true")]
    public void Expressions_compute_as_Java_does(string expression, string expected) => Assert.Equal(expected, Rendered.Text($"#set($x = {expression})$x"));

    [Theory]
    [InlineData("ok\n  #foreach($i in $y)", "line 2, column 3: #foreach is never closed by #end")]
    [InlineData("#if($x", "line 1, column 7: ')' of #if is missing at the end of the template")]
    [InlineData("a\n#end", "line 2, column 1: #end closes nothing")]
    [InlineData("#else", "line 1, column 1: #else stands outside of #if")]
    [InlineData("#set($x = 1 2)", "line 1, column 13: ')' of #set is missing before '2'")]
    [InlineData("#set($x = 'a)", "line 1, column 11: the string is never closed by '")]
    [InlineData("#set(x = 1)", "line 1, column 6: a reference to assign to is missing before 'x'")]
    [InlineData("${x.y", "line 1, column 6: '}' of the reference is missing at the end of the template")]
    [InlineData("text #*", "line 1, column 6: the comment is never closed by *#")]
    [InlineData("#[[open", "line 1, column 1: #[[ is never closed by ]]#")]
    [InlineData("#macro", "line 1, column 1: #macro needs a name: #macro(name $parameter)")]
    [InlineData("\n\n#set($x = \"a #if(\")", "line 3, column 18: a value is missing at the end of the template")]
    [InlineData("#foreach(i in [1])x#end", "line 1, column 10: 'i' cannot be an argument of #foreach")]
    public void What_is_no_template_is_refused_with_place_and_remedy(string template, string expected)
    {
        var parse = VtlTemplate.Parse(template);

        Assert.False(parse.Succeeded);
        Assert.Equal(expected, parse.Error.ToString());
    }

    [Theory]
    [InlineData("a\n $s.x\n#set($s = 'abc')$s.substring(9)", "line 3, column 20: substring from 9 to 3 is out of range for a string of 3")]
    [InlineData("#set($l = [1])\n$l[3]", "line 2, column 1: index 3 is out of range for a list of 1")]
    [InlineData("#set($l = [1, 2])#foreach($i in $l)$l.add(1)#end", "line 1, column 27: the list was changed while it was gone through")]
    [InlineData("#parse('x')", "line 1, column 1: #parse is not available: a mapping template stands alone")]
    [InlineData("#set($s = 'a')$s.replaceAll('[', '')", "line 1, column 18: the regular expression is not valid: '[' is never closed by ']'")]
    [InlineData("#break(1)", "line 1, column 1: #break ends a loop: write $foreach or $foreach.parent between its parentheses")]
    public void What_cannot_be_done_ends_with_its_place(string template, string expected)
    {
        var error = Rendered.Error(template);

        Assert.Equal(VtlErrorKind.Runtime, error.Kind);
        Assert.Equal(expected, error.ToString());
    }

    [Fact]
    public void One_template_renders_on_many_threads_at_once()
    {
        var template = VtlTemplate.Parse("#macro(m $x)<$x>#end#set($t = 0)#foreach($i in [1..50])#set($t = $t + $i)#end#m($t)#m(\"$t\")").Template!;

        Parallel.For(0, 200, _ =>
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            Assert.Null(template.Render(null, output));
            Assert.Equal("<1275><1275>"u8, output.WrittenSpan);
        });
    }

    [Fact]
    public void A_failed_rendering_leaves_nothing_behind_for_the_next()
    {
        var template = VtlTemplate.Parse("[$x]#set($x = \"a#set($y = 'b')$y.charAt(9)\")").Template!;

        for (var i = 0; i < 3; i++)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            Assert.NotNull(template.Render(null, output));
            Assert.Equal("[]"u8, output.WrittenSpan);
        }
    }
}
