namespace Portico.Model.Identifiers;

/// <summary>Where ids come from. Held still by tests; otherwise <see cref="RandomIdentifiers"/>.</summary>
public interface IIdentifierSource
{
    /// <summary>An id of <paramref name="length"/> characters out of <c>[a-z0-9]</c>, as AWS forms those of APIs (10) and their parts (6).</summary>
    string Next(int length);
}
