using System.Collections.Immutable;

namespace Portico.Protocol.Binding;

/// <summary>
/// The input of an operation, or a structure within it, by the model's member names. Everything in it has been checked against
/// the model, so that asking a member for another type than the model gives it is a bug and throws. What was not sent, or sent
/// as JSON null, is absent. Belongs to one call: not for several threads at once.
/// </summary>
public sealed class InputStructure
{
    private readonly Dictionary<string, object> _members;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    internal InputStructure(Dictionary<string, object> members) => _members = members;

    public static InputStructure Empty => new([]);

    /// <summary>The members that were sent and that nobody has asked for yet, those within others as <c>outer.inner</c>.</summary>
    public IEnumerable<string> Unread => _members.SelectMany(pair => !_read.Contains(pair.Key)
        ? [pair.Key]
        : pair.Value switch
        {
            InputStructure inner => inner.Unread.Select(name => $"{pair.Key}.{name}"),
            IReadOnlyList<object?> list => list.OfType<InputStructure>().SelectMany(each => each.Unread).Distinct(StringComparer.Ordinal).Select(name => $"{pair.Key}.{name}"),
            _ => [],
        });

    public bool Has(string member) => Value(member) is not null;

    /// <summary>The text of a member that the caller must send.</summary>
    public string Required(string member) => Text(member) ?? throw new KeyNotFoundException($"The input has no {member}.");

    public string? Text(string member) => Find<string>(member);

    public bool? Flag(string member) => (bool?)Value(member);

    public int? Integer(string member) => Value(member) is { } value ? checked((int)(long)value) : null;

    public double? Number(string member) => (double?)Value(member);

    public ImmutableArray<string>? Texts(string member) =>
        Find<IReadOnlyList<object?>>(member) is { } list ? [.. list.Select(each => (string?)each ?? "")] : null;

    /// <summary>A map of texts in the order sent; a null value stays null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>>? TextMap(string member) =>
        Find<IReadOnlyList<KeyValuePair<string, object?>>>(member) is { } map ? [.. map.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))] : null;

    /// <summary>A map of booleans in the order sent; a null value counts as false.</summary>
    public IReadOnlyList<KeyValuePair<string, bool>>? FlagMap(string member) =>
        Find<IReadOnlyList<KeyValuePair<string, object?>>>(member) is { } map ? [.. map.Select(each => KeyValuePair.Create(each.Key, each.Value is true))] : null;

    /// <summary>A map of numbers in the order sent; a null value counts as 0.</summary>
    public IReadOnlyList<KeyValuePair<string, double>>? NumberMap(string member) =>
        Find<IReadOnlyList<KeyValuePair<string, object?>>>(member) is { } map ? [.. map.Select(each => KeyValuePair.Create(each.Key, each.Value is double number ? number : 0))] : null;

    public InputStructure? Structure(string member) => Find<InputStructure>(member);

    public ImmutableArray<InputStructure>? Structures(string member) =>
        Find<IReadOnlyList<object?>>(member) is { } list ? [.. list.Select(each => (InputStructure?)each ?? Empty)] : null;

    /// <summary>A map of lists of texts in the order sent; a null list counts as an empty one.</summary>
    public IReadOnlyList<KeyValuePair<string, ImmutableArray<string>>>? TextsMap(string member) =>
        Find<IReadOnlyList<KeyValuePair<string, object?>>>(member) is { } map
            ? [.. map.Select(each => KeyValuePair.Create<string, ImmutableArray<string>>(each.Key, [.. ((IReadOnlyList<object?>?)each.Value ?? []).Select(value => (string?)value ?? "")]))]
            : null;

    /// <summary>A map of structures in the order sent; a null value counts as an empty structure.</summary>
    public IReadOnlyList<KeyValuePair<string, InputStructure>>? StructureMap(string member) =>
        Find<IReadOnlyList<KeyValuePair<string, object?>>>(member) is { } map ? [.. map.Select(each => KeyValuePair.Create(each.Key, (InputStructure?)each.Value ?? Empty))] : null;

    /// <summary>The bytes of a member that is the whole body.</summary>
    public ReadOnlyMemory<byte> Bytes(string member) => Value(member) is { } value ? (ReadOnlyMemory<byte>)value : default;

    private T? Find<T>(string member) where T : class => (T?)Value(member);

    private object? Value(string member)
    {
        _read.Add(member);
        return _members.GetValueOrDefault(member);
    }
}
