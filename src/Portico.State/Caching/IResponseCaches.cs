namespace Portico.State.Caching;

/// <summary>The response caches of all stages.</summary>
public interface IResponseCaches
{
    /// <summary>The most that one cache can have, in bytes.</summary>
    long MaxBytes { get; }

    /// <summary>The cache of that name, made when there is none. One of another size is emptied, as AWS empties it.</summary>
    /// <param name="name">Of the stage.</param>
    /// <param name="capacityBytes">What its answers may take together.</param>
    ResponseCache Open(string name, long capacityBytes);

    /// <summary>The cache of that name, or null.</summary>
    ResponseCache? Find(string name);

    /// <summary>Forgets the cache of that name with all that is in it.</summary>
    void Close(string name);
}
