using System.Collections.Immutable;
using System.Text;
using Portico.Aws.Vocabulary;

namespace Portico.DataPlane.Observation;

/// <summary>A stage's access log, compiled: each part writes itself into the line, and nothing is made on the way.</summary>
public sealed class AccessLog
{
    /// <summary>Longer lines are cut.</summary>
    public const int MaxLineBytes = 16 * 1024;

    [ThreadStatic]
    private static byte[]? _memory;

    private readonly (byte[]? Text, AccessLogVariable? Variable)[] _parts;
    private readonly ILogSink _sink;

    public AccessLog(ImmutableArray<AccessLogPart> format, ILogSink sink)
    {
        _parts = [.. format.Select(part => part.IsVariable ? ((byte[]?)null, (AccessLogVariable?)AccessLogVariables.Find(part.Text)) : (Encoding.UTF8.GetBytes(part.Text), null))];
        _sink = sink;
    }

    public void Write(in AnsweredRequest request)
    {
        var line = new LogLine(_memory ??= new byte[MaxLineBytes]);
        foreach (var (text, variable) in _parts)
        {
            if (variable is null) line.Append(text);
            else variable(ref line, request);
        }

        _sink.Write(request.Invocation.ReceivedAt, line.Written);
    }
}
