using System.Buffers;
using CsCheck;
using Portico.Vtl.Tests.Hosting;

namespace Portico.Vtl.Tests;

public sealed class VtlProperties
{
    private static readonly VtlLimits Limits = new() { OutputBytes = 20_000, Steps = 10_000, ValueUnits = 50_000 };

    private static readonly Gen<string> Pieces = OneOf(
        "$x", "${x}", "$!r.a", "$r.list[0]", "$r.o.keySet()", "$nothing", "#set($x = $r.a)", "#set($x = \"a$x\")", "#set($r.o.n = [1, $x])", "#if($x)", "#elseif($r.a == 1)", "#else", "#{end}", "#end\n",
        "#foreach($i in $r.list)", "#foreach($i in [1..5])", "$i$foreach.count", "#break", "#stop", "#macro(m $p)", "#m($x)", "#define($d)", "$d", "#evaluate($r.s)", "#evaluate('$x')", "##c\n", "#*c*#",
        "#[[ $raw ]]#", "\\", "$", "#", "{", "}", "(", ")", "[", "]", "\"", "'", " ", "\n", "text", ".size()", ".replaceAll('a', 'b$0')", ".put('k', $x)", ".add($r)", "$r.list.add(1)");

    private static readonly Gen<string> Templates = Pieces.Array[0, 12].Select(string.Concat);

    private static readonly Gen<string> Documents = Gen.Recursive<string>((depth, inner) => depth > 3
        ? OneOf("1", "-2.50", "\"t\\u00e9\"", "null", "true")
        : Gen.OneOf(OneOf("1e3", "\"a/b\"", "false", "[]", "{}"), inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"), inner.Select(value => $$"""{"k":{{value}}}""")));

    [Fact]
    public void No_template_and_no_document_throws_or_passes_the_limits() => Gen.Select(Templates, Documents).Sample((template, value) =>
    {
        var parse = VtlTemplate.Parse("#set($r = $input.path('$'))" + template, Binder.Settling);
        if (!parse.Succeeded) return parse.Error.Line > 0 && parse.Error.Message.Length > 0;

        var output = new ArrayBufferWriter<byte>();
        parse.Template.Render(RequestWith(value), output, Limits);
        return output.WrittenCount <= Limits.OutputBytes;
    });

    [Fact]
    public void A_template_spelled_out_is_the_same_template() => Gen.Select(Templates, Documents).Sample((template, value) =>
    {
        var parse = VtlTemplate.Parse("#set($r = $input.path('$'))" + template, Binder.Settling);
        if (!parse.Succeeded) return true;

        var spelled = parse.Template.ToSource();
        var again = VtlTemplate.Parse(spelled, Binder.Settling);
        return again.Succeeded && again.Template.ToSource() == spelled && Render(again.Template, value) == Render(parse.Template, value);
    });

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Request RequestWith(string value) => Request.OfBody($$$"""{"a":{{{value}}},"s":"x$x#if($r.a)y#end","list":[1,{{{value}}}],"o":{"k":{{{value}}}}}""");

    private static string Render(VtlTemplate template, string value)
    {
        var output = new ArrayBufferWriter<byte>();
        var error = template.Render(RequestWith(value), output, Limits);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan) + error?.Kind;
    }
}
