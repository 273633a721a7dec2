using Portico.Vtl.Binding;
using Portico.Vtl.Values;

namespace Portico.Vtl.Tests.Values;

/// <summary>Maps that a host hands to a template.</summary>
public sealed class VtlMapTests
{
    [Theory]
    [InlineData("#set($map.a = 1)#set($map.a = 2)", 1, 22)]
    [InlineData("#set($map['a'] = 1)\n$map.put('a', 2)", 2, 6)]
    [InlineData("$map.putAll({'a': 1})$map.putAll({'b': 1, 'a': 2})", 1, 27)]
    public void A_map_that_takes_one_write_ends_the_rendering_at_the_second(string template, int line, int column)
    {
        var error = Rendered.Error(template, new VtlMap(takesOneWrite: true), new MapBinder());

        Assert.Equal(new VtlError(VtlErrorKind.Runtime, line, column, "what may be set once only is set again"), error);
    }

    [Fact]
    public void What_the_host_sets_is_no_write_and_writes_can_be_forgotten()
    {
        var map = new VtlMap(takesOneWrite: true) { ["a"] = VtlValue.Of("host") };

        Assert.Equal("host,1", Rendered.Text("$map.a,#set($map.a = 1)$map.a", map, new MapBinder()));
        map.ForgetWrites();
        Assert.Equal("1,2", Rendered.Text("$map.a,#set($map.a = 2)$map.a", map, new MapBinder()));
        Assert.Equal("a=2", string.Join(',', map.Pairs.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    private sealed class MapBinder : IVtlBinder
    {
        public VtlBinding? Bind(string name) => name == "map" ? new Map() : null;
    }

    private sealed class Map : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of((VtlMap)call.Host!);
    }
}
