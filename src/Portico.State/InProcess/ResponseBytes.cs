using System.Runtime.InteropServices;
using Portico.State.Caching;

namespace Portico.State.InProcess;

/// <summary>An answer as bytes: what it is, its header lines, its body.</summary>
internal static class ResponseBytes
{
    internal static byte[] Write(CachedResponse response)
    {
        var length = (3 * sizeof(int)) + response.Body.Length;
        foreach (var (name, value) in response.Headers) length += (2 * sizeof(int)) + (2 * (name.Length + value.Length));
        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        Put(ref rest, response.Status);
        Put(ref rest, (response.ShowsTraceId ? 1 : 0) | (response.TakesForms ? 2 : 0));
        Put(ref rest, response.Headers.Length);
        foreach (var (name, value) in response.Headers)
        {
            Put(ref rest, name);
            Put(ref rest, value);
        }

        response.Body.Span.CopyTo(rest);
        return bytes;
    }

    internal static CachedResponse Read(ReadOnlySpan<byte> bytes)
    {
        var (status, marks) = (Number(ref bytes), Number(ref bytes));
        var headers = new (string, string)[Number(ref bytes)];
        for (var index = 0; index < headers.Length; index++) headers[index] = (Text(ref bytes), Text(ref bytes));
        return new CachedResponse(status, headers, bytes.ToArray(), (marks & 1) != 0, (marks & 2) != 0);
    }

    private static void Put(ref Span<byte> rest, int number)
    {
        MemoryMarshal.Write(rest, number);
        rest = rest[sizeof(int)..];
    }

    private static void Put(ref Span<byte> rest, string text)
    {
        Put(ref rest, text.Length);
        MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(rest);
        rest = rest[(2 * text.Length)..];
    }

    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var number = MemoryMarshal.Read<int>(rest);
        rest = rest[sizeof(int)..];
        return number;
    }

    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        var length = Number(ref rest);
        var text = MemoryMarshal.Cast<byte, char>(rest[..(2 * length)]);
        rest = rest[(2 * length)..];

        // Whoever writes it out knows this one by its reference.
        return text.SequenceEqual("Content-Type") ? "Content-Type" : new string(text);
    }
}
