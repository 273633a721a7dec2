namespace Portico.Fuzz;

/// <summary>Something that must bear any text.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Pieces that mean something to it, for mutations to put in.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Takes the text as it would come from a user. Throws when a promise is broken.</summary>
    void Take(string input);
}
