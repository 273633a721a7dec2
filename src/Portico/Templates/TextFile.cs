using Portico.Failures;

namespace Portico.Templates;

/// <summary>Files that the user names.</summary>
internal static class TextFile
{
    // The largest payload of API Gateway; templates and cases are far smaller.
    private const int MaxBytes = 10 * 1024 * 1024;

    /// <exception cref="CommandFailure">It is not there, too large or cannot be read.</exception>
    internal static string Read(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw CommandFailure.BadInput($"{path} is a folder; give a file");
            var file = new FileInfo(path);
            if (!file.Exists) throw CommandFailure.BadInput($"{path}: there is no such file");
            if (file.Length > MaxBytes) throw CommandFailure.BadInput($"{path} has {file.Length} bytes; at most {MaxBytes} are read");
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.BadInput($"{path} cannot be read: {exception.Message}");
        }
    }
}
