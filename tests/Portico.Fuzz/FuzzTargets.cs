using Portico.Fuzz.Targets;

namespace Portico.Fuzz;

internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } = [new TemplateTarget(), new JsonPathTarget(), new SchemaTarget()];

    public static IFuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
