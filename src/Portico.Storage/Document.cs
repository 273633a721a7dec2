namespace Portico.Storage;

/// <summary>What stands under a key.</summary>
public sealed record Document
{
    private readonly DocumentContent _content;

    public Document(string key, ReadOnlyMemory<byte> content, long revision) : this(key, new DocumentContent(content), revision)
    {
    }

    internal Document(string key, DocumentContent content, long revision)
    {
        Key = key;
        _content = content;
        Revision = revision;
    }

    /// <summary>Such as <c>resource/a1b2c3d4e5/x7y8z9</c>.</summary>
    public string Key { get; }

    /// <summary>JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Content => _content.Bytes;

    /// <summary>That of the commit which wrote it; from 1, higher with each commit of the store.</summary>
    public long Revision { get; }
}
