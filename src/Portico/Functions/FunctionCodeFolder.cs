using Portico.Lambda;
using Portico.Lambda.Packages;
using Portico.Model.Lambda;
using Portico.Storage.Functions;

namespace Portico.Functions;

/// <summary>Where the code of functions is on this machine: packages and what they unpack to, or a folder of the user's.</summary>
internal sealed class FunctionCodeFolder : IFunctionCode, IDisposable
{
    private readonly Lock _unpacking = new();
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

    public string Unpacked(FunctionCode code)
    {
        if (code.Folder is { } own) return Directory.Exists(own) ? own : throw new DirectoryNotFoundException($"there is no folder {own}");
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
