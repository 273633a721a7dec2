using System.Text;
using Portico.Lambda.Channels;

namespace Portico.Lambda.Logs;

/// <summary>Reads one output of a process to its end, in lines of bounded length.</summary>
internal sealed class OutputReader(Stream output, EnvironmentLog log)
{
    // CloudWatch's bound for one event; a longer line goes on in the next.
    private const int MaxLineBytes = 256 * 1024;
    private const int BufferBytes = 8 * 1024;

    internal async Task ReadAsync()
    {
        var buffer = new byte[BufferBytes];
        var line = new MemoryStream();
        try
        {
            while (await output.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read) Take(buffer.AsSpan(0, read), line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process has gone.
        }

        if (line.Length > 0) Emit(line);
    }

    private void Take(ReadOnlySpan<byte> bytes, MemoryStream line)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            while (line.Length + part.Length > MaxLineBytes)
            {
                var fits = (int)(MaxLineBytes - line.Length);
                line.Write(part[..fits]);
                part = part[fits..];
                Emit(line);
            }

            line.Write(part);
            if (end < 0) return;
            Emit(line);
            bytes = bytes[(end + 1)..];
        }
    }

    private void Emit(MemoryStream line)
    {
        var text = line.GetBuffer().AsSpan(0, (int)line.Length);

        // A call that ends in the middle of a line leaves the mark behind it.
        var isMarked = text.EndsWith(Frames.OutputMark);
        if (isMarked) text = text[..^Frames.OutputMark.Length];
        if (text.EndsWith("\r"u8)) text = text[..^1];
        if (!isMarked || !text.IsEmpty) log.Output(Encoding.UTF8.GetString(text));
        if (isMarked) log.Mark();
        line.SetLength(0);
    }
}
