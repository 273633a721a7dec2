using Portico.Logs;

namespace Portico.Settings;

/// <summary>The parts <c>logs</c> and <c>inspector</c> of the settings file.</summary>
internal static class LogSettingsReader
{
    internal const int DefaultRequests = 1_000;
    internal const int DefaultPerSecond = 50;

    internal static LogSettings Read(SettingNode? part)
    {
        if (part is not { } node) return new();
        node.WithMembers("folder", "maxFileBytes", "files");
        var defaults = new LogSettings();
        return new()
        {
            Folder = node["folder"]?.Text(),
            MaxFileBytes = node["maxFileBytes"]?.Number(1, int.MaxValue) ?? defaults.MaxFileBytes,
            Files = node["files"]?.Number(1, 1_000) ?? defaults.Files,
        };
    }

    internal static (int Requests, int PerSecond)? Inspector(SettingNode? part)
    {
        if (part is not { } node) return null;
        node.WithMembers("requests", "perSecond");
        return (node["requests"]?.Number(1, 100_000) ?? DefaultRequests, node["perSecond"]?.Number(1, 1_000_000) ?? DefaultPerSecond);
    }
}
