using Portico.Compiler.Mapping;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Steps;
using Portico.Model.Rest;

namespace Portico.Compiler.Integrations;

/// <summary>What a factory works with: one method's integration, and the compilers for the parts that kinds share.</summary>
public sealed class IntegrationContext(CompilationContext compilation, Resource resource, Method method, Integration integration)
    : IntegrationScope(compilation, resource, method, integration)
{
    /// <summary>What equal methods have in common.</summary>
    public SharedParts Shared => Compilation.Shared;

    /// <summary>Whether a mapped parameter is taken from the client's body.</summary>
    public bool ParametersReadBody => RequestParameterMapCompiler.ReadsBody(this);

    public RequestParameterMap CompileRequestParameters() => RequestParameterMapCompiler.Compile(this);

    /// <summary>The integration request of a non-proxy kind.</summary>
    public MapRequestStep CompileRequestMapping() => RequestMappingCompiler.Compile(this);

    /// <summary>The integration responses of a non-proxy kind.</summary>
    /// <param name="showsTraceId">Whether answers bear the trace id: those of HTTP and AWS do, MOCK's do not.</param>
    public MapResponseStep CompileResponseMapping(bool showsTraceId) => ResponseMappingCompiler.Compile(this, showsTraceId);
}
