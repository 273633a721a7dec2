using System.Buffers;
using System.Text.Json;
using Portico.Vtl;
using Portico.Vtl.Binding;
using Portico.Vtl.Values;

namespace Portico.Fuzz.Targets;

/// <summary>Templates: parsed, rendered within limits, spelled out and parsed again.</summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    private static readonly VtlLimits Limits = new() { OutputBytes = 100_000, Steps = 20_000, ValueUnits = 200_000, RegexTime = TimeSpan.FromSeconds(1) };

    private static readonly JsonElement Document = JsonDocument.Parse(
        """{"a":1,"b":[1,2.5,"x",null,{"c":true}],"s":"text \u00e9 \"q\" /","big":12345678901234567890,"o":{"k":"v","n":{"deep":[[],{}]}}}""").RootElement;

    public string Name => "vtl";

    public IReadOnlyList<string> Words { get; } =
    [
        "$x", "${x}", "$!{x.y}", "$r", "$r.b", "$r.o.k", "$r.b[0]", "$r['s']", "#set($x = ", ")", "#if(", "#elseif(", "#else", "#end", "#{else}", "#{end}", "\n",
        "#foreach($i in ", "[1..3]", "[1..2000]", "$foreach.hasNext", "$foreach.parent", "#break", "#stop", "#macro(m $a)", "#m($x)", "#@m()", "$bodyContent",
        "#define($d)", "$d", "#evaluate(", "#[[", "]]#", "##", "#*", "*#", "#literal()", "#parse('x')", " == ", " && ", " || ", "!", " + ", " - ", " * ", " / ", " % ",
        "{'k': 1}", "[1, $x]", "\"a$x\"", "'b'", "true", "-1", "1.5", "9223372036854775807", "1e308", ".size()", ".get(0)", ".add($x)", ".put('k', $x)", ".keySet()",
        ".entrySet()", ".values()", ".remove(0)", ".iterator()", ".substring(1)", ".replaceAll('a*', '$0')", ".split('')", ".matches('(a+)+$')", ".concat($s)",
        ".repeat(1000)", ".format('%5.2f%s', 1.0, $x)", ".length()", ".hashCode()", ".equals($x)", ".toString()", ".charAt(0)", "#set($r.o.k = $r)", "#set($x[0] = $x)", "\\", "\\\\",
    ];

    public void Take(string input)
    {
        var parse = VtlTemplate.Parse(input, new Binder());
        if (!parse.Succeeded)
        {
            if (parse.Error.Line < 1 || parse.Error.Column < 1 || parse.Error.Message.Length == 0)
                throw new BrokenPromiseException("a parse error without place or message");

            return;
        }

        // What takes long ends at different places.
        var (first, error) = Render(parse.Template);
        var (second, later) = Render(parse.Template);
        if (!first.SequenceEqual(second) && error?.Kind != VtlErrorKind.Limit && later?.Kind != VtlErrorKind.Limit)
            throw new BrokenPromiseException("two renderings differ");

        // One spelling is stable once it is the uniform one.
        var spelled = parse.Template.ToSource();
        var again = VtlTemplate.Parse(spelled, new Binder());
        if (!again.Succeeded || again.Template.ToSource() != spelled)
            throw new BrokenPromiseException($"spelled out it is another template: {again.Error}\n{spelled}");
    }

    private static (byte[] Output, VtlError? Error) Render(VtlTemplate template)
    {
        var output = new ArrayBufferWriter<byte>();
        var error = template.Render(null, output, Limits);
        if (output.WrittenCount > Limits.OutputBytes)
            throw new BrokenPromiseException("more output than allowed");

        return error is { Message.Length: 0 } ? throw new BrokenPromiseException("an error without message") : (output.WrittenSpan.ToArray(), error);
    }

    private sealed class Binder : IVtlBinder
    {
        public VtlBinding? Bind(string name) => name == "r" ? new Root() : null;
    }

    private sealed class Root : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(Document);
    }
}
