using System.Collections.Immutable;

namespace Portico.Compiler.Scope;

/// <summary>What equal methods of a stage have in common, kept once.</summary>
/// <remarks>
/// The methods of a large API are much alike. Where their compiled parts are the same objects, those stay in the processor's
/// caches whichever method is called, so that ten thousand routes cost what ten do. Parts must be immutable. One compilation
/// runs on one thread, and what it shares dies with it.
/// </remarks>
public sealed class SharedParts
{
    private readonly Dictionary<object, object> _parts = [];

    /// <summary>The part of that key, made when there is none.</summary>
    /// <param name="key">All that the part is made of, as a tuple of values; parts of other types may have the same key.</param>
    /// <param name="make">Makes it.</param>
    public T Get<T>(object key, Func<T> make) where T : notnull
    {
        var typed = (typeof(T), key);
        if (_parts.TryGetValue(typed, out var known)) return (T)known;
        var made = make();
        _parts.Add(typed, made);
        return made;
    }

    /// <summary>The part that is made of those parts in that order.</summary>
    public T Get<T, TPart>(ImmutableArray<TPart> parts, Func<T> make) where T : notnull where TPart : class => Get(new Sequence<TPart>(parts), make);

    private readonly record struct Sequence<TPart>(ImmutableArray<TPart> Parts) where TPart : class
    {
        public bool Equals(Sequence<TPart> other) => Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var part in Parts) hash.Add(part);
            return hash.ToHashCode();
        }
    }
}
