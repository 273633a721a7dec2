namespace Portico.Model.Identifiers;

/// <summary>An id that nothing of its kind has yet.</summary>
public static class FreeIdentifiers
{
    /// <summary>The first id of the source that is not taken.</summary>
    public static string NextFree(this IIdentifierSource source, int length, Predicate<string> isTaken)
    {
        while (true)
        {
            var id = source.Next(length);
            if (!isTaken(id)) return id;
        }
    }
}
