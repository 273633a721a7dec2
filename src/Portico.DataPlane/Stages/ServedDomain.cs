using System.Collections.Immutable;

namespace Portico.DataPlane.Stages;

/// <summary>A domain name and where it leads.</summary>
/// <param name="Name">A host; <c>*.example.com</c> stands for every name one label longer than <c>example.com</c>.</param>
/// <param name="Mappings">By base path; asked when no rule fits.</param>
/// <param name="Rules">In the order in which they are asked.</param>
/// <param name="Terms">What it asks of connections; null for nothing.</param>
public sealed record ServedDomain(string Name, ImmutableArray<DomainMapping> Mappings, ImmutableArray<DomainRule> Rules, ConnectionTerms? Terms = null);
