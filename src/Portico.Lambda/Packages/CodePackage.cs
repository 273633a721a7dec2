using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Portico.Lambda.Packages;

/// <summary>A function's code as a zip archive: checked, hashed, unpacked. Nothing in an archive leads out of its folder, and no archive grows beyond AWS's bound.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html"/>
public static class CodePackage
{
    // More entries than any package of 250 MB has a reason for.
    private const int MaxEntries = 200_000;
    private const int UnixKind = 0xF000;
    private const int UnixLink = 0xA000;
    private const int UnixFolder = 0x4000;
    private const int MaxLinkBytes = 4096;

    /// <summary>SHA-256 in base64, as AWS shows it.</summary>
    public static string Sha256(ReadOnlySpan<byte> package) => Convert.ToBase64String(SHA256.HashData(package));

    /// <summary>What is wrong with an archive, in AWS's words where there are some; null when it can be unpacked.</summary>
    public static string? Check(ReadOnlyMemory<byte> package)
    {
        if (package.Length > Limits.MaxPackageBytes) return $"Zipped size must be smaller than {Limits.MaxPackageBytes} bytes";
        try
        {
            using var archive = Open(package);
            if (archive.Entries.Count == 0) return "Uploaded file must be a non-empty zip";
            if (archive.Entries.Count > MaxEntries) return $"The archive has {archive.Entries.Count} entries; a package has at most {MaxEntries}";
            long total = 0;
            foreach (var entry in archive.Entries)
            {
                if (!IsInside(entry.FullName)) return $"The archive's entry '{entry.FullName}' leads out of its folder; use names relative to it";
                total += entry.Length;
                if (total > Limits.MaxUnpackedBytes) return $"Unzipped size must be smaller than {Limits.MaxUnpackedBytes} bytes";
            }

            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return "Could not unzip uploaded file. Please check your file, then try to upload again.";
        }
    }

    /// <summary>Unpacks a checked archive into a folder that is not there yet; appears whole or not at all.</summary>
    /// <exception cref="InvalidDataException">The archive says one thing of itself and holds another.</exception>
    public static void Unpack(ReadOnlyMemory<byte> package, string folder)
    {
        var half = folder + ".part";
        if (Directory.Exists(half)) Directory.Delete(half, recursive: true);
        Directory.CreateDirectory(half);
        try
        {
            using (var archive = Open(package))
            {
                long left = Limits.MaxUnpackedBytes;
                foreach (var entry in archive.Entries) Write(entry, half, ref left);
            }

            Directory.Move(half, folder);
        }
        catch (Exception)
        {
            Directory.Delete(half, recursive: true);
            throw;
        }
    }

    private static ZipArchive Open(ReadOnlyMemory<byte> package) => new(new MemoryStream(package.ToArray(), writable: false), ZipArchiveMode.Read);

    private static void Write(ZipArchiveEntry entry, string root, ref long left)
    {
        if (!IsInside(entry.FullName)) throw new InvalidDataException($"The archive's entry '{entry.FullName}' leads out of its folder.");
        var path = Path.Combine(root, entry.FullName.TrimStart('/'));
        var mode = entry.ExternalAttributes >> 16 & 0xFFFF;
        if (entry.FullName.EndsWith('/') || (mode & UnixKind) == UnixFolder)
        {
            Directory.CreateDirectory(path);
            return;
        }

        RefuseWayThroughLink(entry, root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if ((mode & UnixKind) == UnixLink)
        {
            Link(entry, path, root);
            return;
        }

        // The declared length is a claim; what comes out is what counts.
        using (var source = entry.Open())
        using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
            try
            {
                while (source.Read(buffer) is > 0 and var read)
                {
                    left -= read;
                    if (left < 0) throw new InvalidDataException($"Unzipped size must be smaller than {Limits.MaxUnpackedBytes} bytes");
                    target.Write(buffer, 0, read);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            // Readable for its owner whatever the archive says, and never with the rights of another user.
            var rights = (UnixFileMode)(mode & 0x1FF) | UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.SetUnixFileMode(path, mode == 0 ? rights | UnixFileMode.UserExecute : rights);
        }
    }

    // A link is judged by where it stands, so nothing is written by way of another one.
    private static void RefuseWayThroughLink(ZipArchiveEntry entry, string root)
    {
        var at = root;
        foreach (var part in entry.FullName.Split('/')[..^1])
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null) throw new InvalidDataException($"The archive's entry '{entry.FullName}' stands behind a link.");
        }
    }

    private static void Link(ZipArchiveEntry entry, string path, string root)
    {
        if (entry.Length > MaxLinkBytes) throw new InvalidDataException($"The link '{entry.FullName}' is no link.");
        using var reader = new StreamReader(entry.Open());
        var target = reader.ReadToEnd();
        var resolved = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, target));
        if (Path.IsPathRooted(target) || target.Split('/').SkipWhile(part => part == "..").Contains("..") || !resolved.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The link '{entry.FullName}' leads out of its folder.");
        }

        File.CreateSymbolicLink(path, target);
    }

    private static bool IsInside(string name) =>
        name.Length > 0 && !name.StartsWith('/') && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
        && !name.Split('/').Contains("..");
}
