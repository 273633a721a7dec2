using System.Collections.Immutable;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Scope;

/// <summary>One compilation: the definition, the stage's variables, and the list that findings go to.</summary>
public sealed class CompilationContext(RestApiDefinition definition, ImmutableSortedDictionary<string, string> variables)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    public RestApiDefinition Definition => definition;

    /// <summary>The stage's name.</summary>
    public string StageName { get; init; } = "";

    /// <summary>Whether it is the canary of its stage that is compiled.</summary>
    public bool IsCanary { get; init; }

    /// <summary>The certificate that the stage shows to back ends, or null for none.</summary>
    public string? ClientCertificateId { get; init; }

    /// <summary>The stage's variables.</summary>
    public ImmutableSortedDictionary<string, string> Variables => variables;

    /// <summary>What equal methods have in common.</summary>
    public SharedParts Shared { get; } = new();

    public ImmutableArray<Finding> Findings => _findings.ToImmutable();

    public void Report(Finding finding) => _findings.Add(finding);
}
