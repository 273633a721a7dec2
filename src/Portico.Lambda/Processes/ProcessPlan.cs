using System.Collections.Immutable;

namespace Portico.Lambda.Processes;

/// <summary>What is started: a program, and everything that it may know.</summary>
/// <param name="Environment">All of it: nothing of Portico's own environment passes.</param>
internal sealed record ProcessPlan(string Program, ImmutableArray<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment);
