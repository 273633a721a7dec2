namespace Portico.Logs;

/// <summary>Where logs of stages are written that no service takes.</summary>
internal sealed record LogSettings
{
    /// <summary>The folder of their files; null writes them to standard output.</summary>
    internal string? Folder { get; init; }

    /// <summary>A file that has grown so large is put aside. Bytes, from 1. Default 100 MB.</summary>
    internal long MaxFileBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Files that are kept of each log, the present one among them. From 1. Default 10.</summary>
    internal int Files { get; init; } = 10;
}
