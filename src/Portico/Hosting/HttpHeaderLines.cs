using Microsoft.AspNetCore.Http;
using Portico.Aws.Signing;

namespace Portico.Hosting;

/// <summary>The server's headers as signatures read them.</summary>
internal sealed class HttpHeaderLines(IHeaderDictionary headers) : IHeaderLines
{
    public int CountOf(string name) => headers.TryGetValue(name, out var values) ? values.Count : 0;

    public string ValueOf(string name, int index) => headers[name][index] ?? "";
}
