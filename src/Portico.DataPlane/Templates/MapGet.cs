using Portico.Vtl.Binding;

namespace Portico.DataPlane.Templates;

/// <summary><c>.get('name')</c> on what is a map: the property of that name.</summary>
internal static class MapGet
{
    internal static VtlBinding? Bind(VtlBinding map, string method, IReadOnlyList<VtlArgument> arguments) =>
        method == "get" && arguments is [{ IsConstant: true } argument] && argument.Value.AsString() is { } name ? map.BindProperty(name) : null;
}
