using System.Collections.Immutable;
using Portico.DataPlane.Stages;
using Portico.Model.Findings;

namespace Portico.Compiler;

/// <summary>What came of a snapshot and a stage: always a stage that runs, and what is to be said about it.</summary>
/// <param name="Stage">A method that cannot be carried out is in it, and answers as AWS answers a broken method.</param>
/// <param name="Findings">Errors (what is refused), warnings, and the lines of the fidelity report.</param>
public sealed record StageCompilation(CompiledStage Stage, ImmutableArray<Finding> Findings);
