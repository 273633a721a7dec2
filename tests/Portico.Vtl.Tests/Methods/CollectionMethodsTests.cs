namespace Portico.Vtl.Tests.Methods;

public sealed class CollectionMethodsTests
{
    [Theory]
    [InlineData("$l.add('x')$l", "true[3, 1, 2, x]")]
    [InlineData("$l.remove(0)$l.remove('z')$l", "3false[1, 2]")]
    [InlineData("$l.contains(1)$l.indexOf(2)$l.subList(1, 3)", "true2[1, 2]")]
    [InlineData("$l.addAll([7, 8])$l.retainAll([7, 1])$l", "truetrue[1, 7]")]
    [InlineData("$l.equals([3, 1, 2])$l.hashCode()", "true32707")]
    [InlineData("$l.toArray()[0]$l.empty$l.foo", "3false")]
    public void Lists_answer_as_Java_does(string template, string expected) => Assert.Equal(expected, Rendered.Text("#set($l = [3, 1, 2])" + template));

    [Theory]
    [InlineData("$m.keySet()$m.values()$m.entrySet()", "[b, a][2, 1][b=2, a=1]")]
    [InlineData("#set($k = $m.keySet())#set($m.c = 3)$k", "[b, a, c]")]
    [InlineData("$m.putIfAbsent('a', 5)$m.getOrDefault('q', 'd')$m.remove('a')$m", "1d1{b=2}")]
    [InlineData("$m.containsKey('a')$m.containsValue(9)$m.equals({'a': 1, 'b': 2})", "truefalsetrue")]
    [InlineData("#foreach($e in $m.entrySet())$e.key$e.getValue()#set($e.value = 9)#end$m", "b2a1{b=9, a=9}")]
    [InlineData("$m.keySet().iterator().next()$m.keySet()[0]", "b")]
    public void Maps_answer_as_Java_does(string template, string expected) => Assert.Equal(expected, Rendered.Text("#set($m = {'b': 2, 'a': 1})" + template));

    [Theory]
    [InlineData("#set($x = $m.keySet().add('z'))")]
    [InlineData("#set($s = 'a,b')#set($x = $s.split(',').add('c'))")]
    [InlineData("#foreach($k in $m.keySet())#set($m.z = 1)#end")]
    public void What_throws_in_Java_ends_the_rendering(string template) =>
        Assert.Equal(VtlErrorKind.Runtime, Rendered.Error("#set($m = {'b': 2, 'a': 1})" + template).Kind);

    [Theory]
    [InlineData("$n.parseInt('42')", "42")]
    [InlineData("$n.valueOf('-7')", "-7")]
    [InlineData("$n.toHexString(255)", "ff")]
    [InlineData("$n.max(3, 9)", "9")]
    [InlineData("#set($d = 1.5)$d.intValue()$d.parseDouble('2.5')", "12.5")]
    [InlineData("#set($b = -12345678901234567890)$b.hashCode()", "1436577082")]
    [InlineData("#set($t = true)$t.toString()$t.equals(true)", "truetrue")]
    public void Numbers_answer_as_Java_does(string template, string expected) => Assert.Equal(expected, Rendered.Text("#set($n = 0)" + template));
}
