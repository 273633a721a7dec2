using System.Globalization;
using Portico.Model.Findings;

namespace Portico.Definitions.Text;

/// <summary>The finding for a key that stands twice in one mapping.</summary>
internal static class DuplicateKey
{
    public static Finding Found(SourceNode first, SourceNode second, string? file)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {first.KeyLine}, column {first.KeyColumn}");
        return Finding.Error($"the key '{second.Name}' already stands at {place}; a mapping holds each key once", location: second.KeyPlace(file));
    }
}
