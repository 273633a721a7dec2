namespace Portico.Vtl.Rendering;

/// <summary><c>#stop</c> or <c>#break</c> within an interpolated string, where a value is wanted and no <see cref="Flow"/> can be returned.</summary>
internal sealed class FlowSignal(Flow flow) : Exception
{
    public Flow Flow { get; } = flow;
}
