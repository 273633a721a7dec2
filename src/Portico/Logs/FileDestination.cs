using System.Globalization;

namespace Portico.Logs;

/// <summary>A file that is put aside when it has grown: <c>x.log</c> becomes <c>x.log.1</c>, and that <c>x.log.2</c>.</summary>
/// <param name="path">Its path; folders are made.</param>
/// <param name="settings">How large it grows, and how many are kept.</param>
/// <param name="dated">Whether lines begin with the time.</param>
internal sealed class FileDestination(string path, LogSettings settings, bool dated) : ILogDestination
{
    public async ValueTask WriteAsync(IReadOnlyList<LogEvent> events)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = 0;
        while (next < events.Count)
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length >= settings.MaxFileBytes) PutAside();
            await using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);
            next = await StreamDestination.WriteAsync(stream, events, next, dated, settings.MaxFileBytes - stream.Position);
        }
    }

    private void PutAside()
    {
        for (var number = settings.Files - 1; number > 0; number--)
        {
            var from = number == 1 ? path : Name(number - 1);
            if (File.Exists(from)) File.Move(from, Name(number), overwrite: true);
        }

        if (settings.Files == 1) File.Delete(path);
    }

    private string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.{number}");
}
