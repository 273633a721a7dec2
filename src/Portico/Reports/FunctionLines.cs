using System.Buffers;
using System.Text;
using Portico.DataPlane.Context;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.Lambda.Logs;

namespace Portico.Reports;

/// <summary>The logs of functions on standard output, where requests have no lines.</summary>
internal sealed class FunctionLines(Stream output, bool json, TimeProvider time) : IRequestObserver, IFunctionLog, IAsyncDisposable
{
    private const int MaxLineLetters = 8 * 1024;

    // A terminal acts upon them; tabs stand in Lambda's own lines.
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Append(0x7F).Select(code => (byte)code).Where(code => code != '\t')]);

    private readonly RequestLines _lines = new(output, json, time);

    /// <summary>A line of a function's log as it is written: one line whatever is in it, and not longer than a terminal's user wants to see.</summary>
    /// <param name="output">Room for <see cref="MaxBytes"/> of them.</param>
    /// <returns>How many bytes it has.</returns>
    internal static int Write(Span<byte> output, string function, string line, bool json)
    {
        var isCut = line.Length > MaxLineLetters;
        if (json)
        {
            return Encoding.UTF8.GetBytes($"{{\"function\":{JsonText.Quoted(function)},\"line\":{JsonText.Quoted(isCut ? line[..MaxLineLetters] + "..." : line)}}}\n", output);
        }

        // The second set of control characters: two bytes each.
        if (line.AsSpan().ContainsAnyInRange('\u0080', '\u009f')) line = string.Concat(line.Select(letter => letter is >= '\u0080' and <= '\u009f' ? '?' : letter));
        output[0] = (byte)'[';
        var length = 1 + Encoding.UTF8.GetBytes(function, output[1..]);
        "] "u8.CopyTo(output[length..]);
        length += 2;
        var start = length;
        length += Encoding.UTF8.GetBytes(isCut ? line.AsSpan(0, MaxLineLetters) : line, output[length..]);
        var text = output[start..length];
        while (text.IndexOfAny(Controls) is >= 0 and var at)
        {
            text[at] = (byte)'?';
            text = text[(at + 1)..];
        }

        if (isCut)
        {
            "..."u8.CopyTo(output[length..]);
            length += 3;
        }

        output[length++] = (byte)'\n';
        return length;
    }

    /// <summary>How long a line can become: a letter of JSON has at most six bytes.</summary>
    internal static int MaxBytes(string function, string line) => 64 + (6 * (function.Length + Math.Min(line.Length, MaxLineLetters)));

    public void Write(string function, string line) => ((IFunctionLog)_lines).Write(function, line);

    public void Answered(Invocation invocation, GatewayFault? fault)
    {
    }

    public void Refused(Invocation invocation, int status)
    {
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();
}
