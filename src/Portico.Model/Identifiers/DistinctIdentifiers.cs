namespace Portico.Model.Identifiers;

/// <summary>Ids for the parts of one API: none comes twice, and none that the API has already.</summary>
/// <remarks>Six characters are enough for an id, not for luck: of ten thousand resources two would share one in every fiftieth import. Not thread-safe.</remarks>
/// <param name="source">Where the ids come from.</param>
/// <param name="taken">The ids that the API has, empty for a new one.</param>
public sealed class DistinctIdentifiers(IIdentifierSource source, IEnumerable<string> taken) : IIdentifierSource
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    public string Next(int length)
    {
        while (true)
        {
            var id = source.Next(length);
            if (_taken.Add(id)) return id;
        }
    }
}
