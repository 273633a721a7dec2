namespace Portico.Storage;

/// <summary>What stands under a key.</summary>
/// <param name="Key">Such as <c>resource/a1b2c3d4e5/x7y8z9</c>.</param>
/// <param name="Content">JSON in UTF-8.</param>
/// <param name="Revision">That of the commit which wrote it; from 1, higher with each commit of the store.</param>
public sealed record Document(string Key, ReadOnlyMemory<byte> Content, long Revision);
