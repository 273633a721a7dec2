using System.Text;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http;

/// <summary>Path and query for a back end: what the URI has, then what the client sent, then what is mapped.</summary>
internal static class RequestTarget
{
    /// <param name="target">Path and query of the URI.</param>
    /// <param name="clientQuery">The client's query as sent, or empty.</param>
    /// <param name="mapped">Mapped parameters, decoded.</param>
    internal static string With(string target, string clientQuery, HeaderList mapped)
    {
        if (mapped.Count == 0)
        {
            return clientQuery.Length == 0 ? target : string.Concat(target, target.Contains('?', StringComparison.Ordinal) ? "&" : "?", PathText.Safe(clientQuery));
        }

        var text = new StringBuilder(target);
        var hasQuery = target.Contains('?', StringComparison.Ordinal);
        if (clientQuery.Length > 0)
        {
            text.Append(hasQuery ? '&' : '?').Append(PathText.Safe(clientQuery));
            hasQuery = true;
        }

        foreach (var (name, value) in mapped.Lines)
        {
            text.Append(hasQuery ? '&' : '?').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            hasQuery = true;
        }

        return text.ToString();
    }
}
