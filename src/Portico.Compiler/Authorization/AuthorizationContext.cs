using Portico.Aws.Policies;
using Portico.Compiler.Scope;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Authorization;

/// <summary>What a factory works with: one method, and the resource policy of its API.</summary>
/// <param name="Compilation">The definition and where findings go.</param>
/// <param name="Method">The method to be authorized.</param>
/// <param name="Address">The method in findings.</param>
/// <param name="ResourcePolicy">The API's policy, or null when it has none.</param>
public sealed record AuthorizationContext(CompilationContext Compilation, Method Method, ElementAddress Address, PolicyDocument? ResourcePolicy);
