namespace Portico.Vtl.Tests.Methods;

public sealed class StringMethodsTests
{
    [Theory]
    [InlineData("a,b,,", "split(',').size()", "2")]
    [InlineData("a,b,,", "split(',', -1).size()", "4")]
    [InlineData("a,b,c", "split(',', 2)[1]", "b,c")]
    [InlineData("boo:and:foo", "split('o')[2]", ":and:f")]
    [InlineData("a1b22", "replaceAll('[0-9]+', '#')", "a#b#")]
    [InlineData("ab", "replaceAll('(a)(b)', '$2$1')", "ba")]
    [InlineData("ab", "replaceAll('(?<x>a)', '${x}$1')", "aab")]
    [InlineData("a.b", "replaceAll('\\Q.\\E', '-')", "a-b")]
    [InlineData("aaa", "replaceAll('a*+', 'x')", "xx")]
    [InlineData("x1\u00e9", "replaceAll('\\W', '_')", "x1_")]
    [InlineData("aBc", "replaceAll('\\p{Upper}', '-')", "a-c")]
    [InlineData("abcd", "replaceAll('[a-d&&[^b]]', '')", "b")]
    [InlineData("a\nb", "matches('a.b')", "false")]
    [InlineData("a\nb", "matches('(?s)a.b')", "true")]
    [InlineData("Hello", "hashCode()", "69609650")]
    [InlineData("abc", "compareTo('abd')", "-1")]
    [InlineData("abc", "compareTo('ab')", "1")]
    [InlineData("abc", "charAt(1)", "b")]
    [InlineData("abcabc", "lastIndexOf('b')", "4")]
    [InlineData("abcabc", "indexOf('b', 2)", "4")]
    [InlineData("abc", "indexOf(98)", "1")]
    [InlineData("abc", "replace('', '-')", "-a-b-c-")]
    [InlineData("stra\u00dfe", "toUpperCase()", "STRASSE")]
    [InlineData("\t x ", "trim()", "x")]
    [InlineData("x", "format('%05d|%-3s|%,d|%.2f|%x|%s', 42, 'a', 1234567, 2.345, 255, [1, 2])", "00042|a  |1,234,567|2.35|ff|[1, 2]")]
    [InlineData("x", "format('%2$s %1$s %%', 'a', 'b')", "b a %")]
    [InlineData("-", "join('/', ['a', 1])", "a/1")]
    [InlineData("x", "valueOf(1.0)", "1.0")]
    [InlineData("x", "getClass()", "")]
    [InlineData("x", "length(1)", "")]
    public void Methods_answer_as_Java_does(string self, string call, string expected) =>
        Assert.Equal(expected, Rendered.Text($"#set($s = '{self}')$s.{call}"));

    [Theory]
    [InlineData("substring(2, 1)")]
    [InlineData("charAt(-1)")]
    [InlineData("replaceAll('a', '$5')")]
    [InlineData("replaceAll('(', '')")]
    [InlineData("format('%d', 'a')")]
    [InlineData("format('%q', 1)")]
    [InlineData("format('%s')")]
    [InlineData("repeat(-1)")]
    public void What_throws_in_Java_ends_the_rendering(string call) =>
        Assert.Equal(VtlErrorKind.Runtime, Rendered.Error($"#set($s = 'abc')$s.{call}").Kind);
}
