using System.Text.RegularExpressions;

namespace Portico.Vtl.Methods;

/// <summary>A Java pattern made ready, with the numbers of its named groups (Java counts them among the others, .NET after them).</summary>
internal sealed record JavaPattern(Regex Regex, IReadOnlyDictionary<string, int> Names);
