using Portico.Model.Rest;

namespace Portico.Storage;

/// <summary>The place of one API in a catalog.</summary>
internal sealed class CatalogSlot(string apiId)
{
    public string ApiId { get; } = apiId;

    /// <summary>Held by a change from its first look at the API until its observers have run, and by the feed while it tells of another node's.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Held while the entry is read from the store, so that it is read once. Never held together with a wait for <see cref="Turn"/>: observers read.</summary>
    public SemaphoreSlim Loading { get; } = new(1, 1);

    /// <summary>Who is at work here; an empty slot that nobody uses is dropped. Guarded by the catalog's lock.</summary>
    public int Users { get; set; }

    /// <summary>The commit up to which observers have been told. Touched only by the holder of <see cref="Turn"/>, and before the slot is shared.</summary>
    public long ToldRevision { get; set; }

    private volatile State _present = State.Nothing;

    /// <summary>Swapped whole; written only under the catalog's lock.</summary>
    public State Present
    {
        get => _present;
        set => _present = value;
    }

    /// <param name="Revision">The commit to which the rest belongs; 0 when nothing is known yet.</param>
    /// <param name="Api">The API, or null when there is none.</param>
    /// <param name="Entry">The API with its parts, or null until someone asks for it.</param>
    public sealed record State(long Revision, RestApi? Api, RestApiEntry? Entry)
    {
        public static State Nothing { get; } = new(0, null, null);
    }
}
