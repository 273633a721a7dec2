using System.Globalization;

namespace Portico.Storage.Functions;

/// <summary>Packages of functions in a folder, by the hash of their content: what is there is never changed.</summary>
public sealed class FunctionCodeStore(string folder)
{
    /// <summary>Keeps a package.</summary>
    /// <param name="sha256">Of its bytes, base64.</param>
    /// <param name="package">Its bytes.</param>
    public async Task WriteAsync(string sha256, ReadOnlyMemory<byte> package, CancellationToken cancellationToken)
    {
        var path = PackagePath(sha256);
        if (File.Exists(path)) return;
        Directory.CreateDirectory(folder);

        // Appears whole or not at all, whoever else writes the same one.
        var half = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.{Environment.TickCount64}");
        await using (var file = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
        {
            await file.WriteAsync(package, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }

    /// <summary>The bytes of a package.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public byte[] Read(string sha256) => File.ReadAllBytes(PackagePath(sha256));

    /// <summary>Where the package's content is to be unpacked.</summary>
    public string UnpackedPath(string sha256) => Path.Combine(folder, "unpacked", Name(sha256));

    private string PackagePath(string sha256) => Path.Combine(folder, Name(sha256) + ".zip");

    private static string Name(string sha256) => Convert.ToHexStringLower(Convert.FromBase64String(sha256));
}
