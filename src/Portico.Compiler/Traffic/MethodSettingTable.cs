using System.Collections.Frozen;
using System.Collections.Immutable;
using Portico.Model.Rest;

namespace Portico.Compiler.Traffic;

/// <summary>
/// Which of a stage's method settings holds for a method. The most special one does, whole: an entry of a method takes nothing from
/// <c>*/*</c>, because it began as a copy of it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html"/>
internal sealed class MethodSettingTable(ImmutableSortedDictionary<string, MethodSetting> settings)
{
    private readonly FrozenDictionary<string, MethodSetting> _settings = settings.ToFrozenDictionary(pair => Plain(pair.Key), pair => pair.Value, StringComparer.Ordinal);

    /// <summary>The entry for a resource's path (<c>/pets/{id}</c>) and a method, or null when the stage sets nothing for it.</summary>
    internal MethodSetting? Find(string resourcePath, string httpMethod)
    {
        if (_settings.Count == 0) return null;
        foreach (var key in (string[])[$"{resourcePath}/{httpMethod}", $"{resourcePath}/ANY", $"{resourcePath}/*", $"/*/{httpMethod}", "/*/*"])
        {
            if (_settings.TryGetValue(key, out var setting)) return setting;
        }

        return null;
    }

    /// <summary>The entry that has a method's answers cached, or null. What is set for all methods at once means GET alone, as on AWS.</summary>
    internal MethodSetting? FindCaching(string resourcePath, string verb)
    {
        if (_settings.Count == 0) return null;
        var setting = _settings.GetValueOrDefault($"{resourcePath}/{verb}") ?? _settings.GetValueOrDefault($"/*/{verb}") ?? (verb == "GET" ? Find(resourcePath, verb) : null);
        return verb != "ANY" && setting is { CachingEnabled: true } ? setting : null;
    }

    // Keys come as pets/{id}/GET, /GET (the root) and */*; with ~1 for slashes from templates that wrote them as patch paths do.
    private static string Plain(string key)
    {
        var text = key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        var cut = text.LastIndexOf('/');
        return "/" + text[..Math.Max(cut, 0)].Trim('/') + text[Math.Max(cut, 0)..];
    }
}
