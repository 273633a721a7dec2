using Portico.DataPlane.Invocations;

namespace Portico.Integrations.AwsService;

/// <summary>Header lines in the form that the signer takes.</summary>
internal static class SignedLines
{
    internal static List<KeyValuePair<string, string>> Of(HeaderList headers)
    {
        var lines = new List<KeyValuePair<string, string>>(headers.Count);
        foreach (var (name, value) in headers.Lines) lines.Add(new(name, value));
        return lines;
    }
}
