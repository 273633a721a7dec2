using System.Collections.Immutable;
using Portico.Model.Findings;

namespace Portico.ControlPlane.Access;

/// <summary>What a reader of a definition had to say beyond what AWS answers.</summary>
/// <param name="Findings">Warnings and lines of the fidelity report.</param>
/// <param name="Sources">Where each thing of the API stands in the text.</param>
public sealed record ImportedDefinition(string ApiId, ImmutableArray<Finding> Findings, SourceMap Sources);
