using System.Collections.Immutable;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions;

/// <summary>What came of reading the documentation of a definition.</summary>
/// <param name="Parts">One for each location; none when there are errors.</param>
/// <param name="IsOpenApi">False when the text is no definition at all.</param>
public sealed record DocumentationReading(ImmutableArray<DocumentationPart> Parts, ImmutableArray<Finding> Findings, bool IsOpenApi);
