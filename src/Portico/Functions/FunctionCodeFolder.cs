using System.Collections.Concurrent;
using Portico.Lambda;
using Portico.Lambda.Packages;
using Portico.Model.Lambda;
using Portico.Storage.Functions;

namespace Portico.Functions;

/// <summary>Where the code of functions is on this machine: packages and what they unpack to, or a folder of the user's.</summary>
internal sealed class FunctionCodeFolder : IFunctionCode, IDisposable
{
    private readonly Lock _unpacking = new();
    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);
    private readonly bool _isTemporary;
    private readonly string _folder;

    /// <param name="folder">For everything durable, or null for a temporary one that ends with this object.</param>
    internal FunctionCodeFolder(string? folder)
    {
        _isTemporary = folder is null;

        // The name alone: made with the first package, so that a gateway without functions leaves no trace.
        _folder = folder ?? Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Packages = new FunctionCodeStore(_folder);
    }

    internal FunctionCodeStore Packages { get; }

    /// <summary>Told of a folder of the user's before code in it is run for the first time.</summary>
    internal event Action<string>? Used;

    /// <summary>Whether code in a folder of the user's has been run.</summary>
    internal bool IsUsed(string folder) => _used.ContainsKey(folder);

    public string Unpacked(FunctionCode code)
    {
        if (code.Folder is { } own)
        {
            if (!Directory.Exists(own)) throw new DirectoryNotFoundException($"there is no folder {own}");
            if (_used.TryAdd(own, true)) Used?.Invoke(own);
            return own;
        }

        var path = Packages.UnpackedPath(code.Sha256);
        if (Directory.Exists(path)) return path;
        lock (_unpacking)
        {
            if (Directory.Exists(path)) return path;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            CodePackage.Unpack(Packages.Read(code.Sha256), path);
            return path;
        }
    }

    public void Dispose()
    {
        if (!_isTemporary || !Directory.Exists(_folder)) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A temporary folder: the machine clears it.
        }
    }
}
