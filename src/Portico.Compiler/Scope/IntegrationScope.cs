using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Scope;

/// <summary>One method's integration within a compilation: what the compilers of its parts read, and where their findings go.</summary>
public class IntegrationScope(CompilationContext compilation, Resource resource, Method method, Integration integration)
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

    public void Report(Finding finding) => compilation.Report(finding);
}
