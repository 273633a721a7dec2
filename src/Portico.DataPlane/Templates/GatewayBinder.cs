using Portico.Vtl.Binding;

namespace Portico.DataPlane.Templates;

/// <summary>The names that API Gateway offers to mapping templates, over a <see cref="TemplateSubject"/> as host.</summary>
public sealed class GatewayBinder : IVtlBinder
{
    private readonly ContextBinding _context = new();
    private readonly InputBinding _input = new();
    private readonly StageVariablesBinding _stageVariables = new();
    private readonly UtilBinding _util = new();

    private GatewayBinder()
    {
    }

    public static GatewayBinder Instance { get; } = new();

    public VtlBinding? Bind(string name) => name switch
    {
        "context" => _context,
        "input" => _input,
        "stageVariables" => _stageVariables,
        "util" => _util,
        _ => null,
    };
}
