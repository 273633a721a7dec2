namespace Portico.Storage;

/// <summary>
/// What a document holds: UTF-8 JSON that stands there already, or that is made when somebody asks for its bytes. A store in
/// memory then never makes what nobody reads.
/// </summary>
public sealed class DocumentContent
{
    private readonly Lock _making = new();
    private Func<byte[]>? _make;
    private ReadOnlyMemory<byte> _bytes;

    /// <param name="bytes">Lent until the commit is answered.</param>
    public DocumentContent(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <param name="make">Gives the same bytes whenever it is called; called at most once.</param>
    public DocumentContent(Func<byte[]> make) => _make = make;

    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            lock (_making)
            {
                if (_make is null) return _bytes;
                _bytes = _make();
                _make = null;
                return _bytes;
            }
        }
    }

    /// <summary>A content that stays what it is when the lender takes its buffer back.</summary>
    internal DocumentContent Kept() => _make is null ? new DocumentContent(_bytes.ToArray()) : this;
}
