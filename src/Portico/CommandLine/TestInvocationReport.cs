using System.Text.Json.Nodes;

namespace Portico.CommandLine;

/// <summary>What <c>portico test-invoke</c> shows at the terminal.</summary>
internal static class TestInvocationReport
{
    /// <param name="decision">What <c>/_portico/explain</c> said; null when it was not asked.</param>
    /// <param name="answer">What TestInvokeMethod said; null when the API as it is now has no such method.</param>
    internal static void Write(TextWriter output, JsonNode? decision, JsonNode? answer)
    {
        if (decision is not null)
        {
            output.WriteLine($"{decision["decision"]}: {decision["reason"]}");
            if (decision["status"] is { } status) output.WriteLine($"  a client is answered {status} {decision["responseType"]}: {decision["message"] ?? "null"}");
            if (decision["principal"] is { } principal) output.WriteLine($"  caller    {principal}");
            if (decision["line"] is { } line) output.WriteLine($"  stands    {decision["file"] ?? "definition"}:{line}, {decision["pointer"]}");
            foreach (var (name, value) in decision["facts"]?.AsObject() ?? []) output.WriteLine($"  {name,-9} {value}");
            output.WriteLine($"  waf       {decision["waf"]}");
            output.WriteLine();
        }

        if (answer is null) return;
        output.WriteLine($"{answer["status"]} ({answer["latency"]} ms)");
        foreach (var (name, values) in answer["multiValueHeaders"]?.AsObject() ?? [])
        {
            foreach (var value in values!.AsArray()) output.WriteLine($"{name}: {value}");
        }

        output.WriteLine();
        output.WriteLine($"{answer["body"]}");
        output.WriteLine();
        output.Write($"{answer["log"]}");
    }
}
