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

    private readonly RequestLines _lines = new(output, json, time);

    /// <summary>A line of a function's log as it is written: one line whatever is in it, and not longer than a terminal's user wants to see.</summary>
    internal static byte[] Bytes(string function, string line, bool json)
    {
        var text = line.Length > MaxLineLetters ? line[..MaxLineLetters] + "..." : line;
        if (json) return Encoding.UTF8.GetBytes($"{{\"function\":{JsonText.Quoted(function)},\"line\":{JsonText.Quoted(text)}}}\n");

        var clean = string.Create(text.Length, text, static (target, source) =>
        {
            for (var index = 0; index < source.Length; index++) target[index] = char.IsControl(source[index]) && source[index] != '\t' ? '?' : source[index];
        });
        return Encoding.UTF8.GetBytes($"[{function}] {clean}\n");
    }

    public void Write(string function, string line) => ((IFunctionLog)_lines).Write(function, line);

    public void Answered(Invocation invocation, GatewayFault? fault)
    {
    }

    public void Refused(Invocation invocation, int status)
    {
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();
}
