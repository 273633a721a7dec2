using Portico.Compiler.Mapping;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Steps;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Integrations;

/// <summary>What a factory works with: one method's integration, and the compilers for the parts that kinds share.</summary>
public sealed class IntegrationContext(CompilationContext compilation, Resource resource, Method method, Integration integration)
{
    public CompilationContext Compilation => compilation;

    public RestApi Api => compilation.Definition.Api;

    public Resource Resource => resource;

    public Method Method => method;

    public Integration Integration => integration;

    /// <summary>The integration in findings.</summary>
    public ElementAddress Address { get; } = ElementAddress.Method(resource.Path, method.HttpMethod).Part("integration");

    /// <summary>The URI with the stage's variables in it.</summary>
    public string Uri => StageVariables.Replace(integration.Uri ?? "", compilation.Variables);

    public TimeSpan Timeout => TimeSpan.FromMilliseconds(integration.TimeoutInMillis);

    public RequestParameterMap CompileRequestParameters() => RequestParameterMapCompiler.Compile(this);

    /// <summary>Whether a mapped parameter is taken from the client's body.</summary>
    public bool ParametersReadBody => RequestParameterMapCompiler.ReadsBody(this);

    /// <summary>The integration request of a non-proxy kind.</summary>
    public MapRequestStep CompileRequestMapping() => RequestMappingCompiler.Compile(this);

    /// <summary>The integration responses of a non-proxy kind.</summary>
    public MapResponseStep CompileResponseMapping(bool showsTraceId) => ResponseMappingCompiler.Compile(this, showsTraceId);

    public void Report(Finding finding) => compilation.Report(finding);
}
