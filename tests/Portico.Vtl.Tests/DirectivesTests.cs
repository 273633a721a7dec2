namespace Portico.Vtl.Tests;

/// <summary>Which directives a template uses.</summary>
public sealed class DirectivesTests
{
    [Theory]
    [InlineData("#set($a = 1)#if($a)#foreach($b in [1])$b#end#end", "")]
    [InlineData("#macro(m)x#end#m()", "macro")]
    [InlineData("#define($d)x#end$d #evaluate('x') #stop", "define evaluate stop")]
    [InlineData("#include('a') #parse(\"b\")", "include parse")]
    [InlineData("#if(true)#set($a = \"#evaluate($b)\")#end", "evaluate")]
    [InlineData("## #macro(m)\n#* #define *##[[#parse('a')]]#", "")]
    public void A_template_names_the_directives_that_stand_in_it(string template, string expected) =>
        Assert.Equal(expected, string.Join(' ', VtlTemplate.Parse(template).Template!.Directives));
}
