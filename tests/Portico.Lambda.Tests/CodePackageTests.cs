using System.IO.Compression;
using System.Text;
using Portico.Lambda.Packages;

namespace Portico.Lambda.Tests;

public sealed class CodePackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portico-package-tests-").FullName;

    [Fact]
    public void Files_folders_and_rights_come_out_as_they_went_in()
    {
        var package = Zip(("index.js", "a", 0x81A4), ("bin/tool", "b", 0x81ED), ("empty/", "", 0x41ED), ("link", "bin/tool", 0xA1FF));

        Assert.Null(CodePackage.Check(package));
        CodePackage.Unpack(package, Path.Combine(_folder, "out"));

        Assert.Equal("a", File.ReadAllText(Path.Combine(_folder, "out", "index.js")));
        Assert.Equal("b", File.ReadAllText(Path.Combine(_folder, "out", "link")));
        Assert.True(Directory.Exists(Path.Combine(_folder, "out", "empty")));
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(Path.Combine(_folder, "out", "bin", "tool")).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("a\\..\\outside")]
    public void A_name_that_leads_out_is_refused(string name)
    {
        var package = Zip((name, "x", 0));

        Assert.Equal($"The archive's entry '{name}' leads out of its folder; use names relative to it", CodePackage.Check(package));
        Assert.Throws<InvalidDataException>(() => CodePackage.Unpack(package, Path.Combine(_folder, "out")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../outside")]
    public void A_link_that_leads_out_is_refused(string target)
    {
        var package = Zip(("link", target, 0xA1FF));

        Assert.Throws<InvalidDataException>(() => CodePackage.Unpack(package, Path.Combine(_folder, "out")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Nothing_is_written_by_way_of_a_link()
    {
        var package = Zip(("p/q/", "", 0x41ED), ("s/", "", 0x41ED), ("p/q/k", "../../s", 0xA1FF), ("p/q/k/x", "y", 0x81A4));

        Assert.Throws<InvalidDataException>(() => CodePackage.Unpack(package, Path.Combine(_folder, "out")));
    }

    [Fact]
    public void A_package_that_unpacks_to_more_than_aws_takes_is_refused()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("bomb", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var index = 0; index < 251; index++) entry.Write(zeros);
        }

        Assert.Equal("Unzipped size must be smaller than 262144000 bytes", CodePackage.Check(stream.ToArray()));
    }

    [Fact]
    public void A_package_that_holds_more_than_it_says_gives_no_more_than_it_says()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("bomb", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var index = 0; index < 251; index++) entry.Write(zeros);
        }

        // The length that the directory at the end gives for the entry, made small.
        var bytes = stream.ToArray();
        var at = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(at + 24), 10);

        CodePackage.Unpack(bytes, Path.Combine(_folder, "out"));
        Assert.Equal(10, new FileInfo(Path.Combine(_folder, "out", "bomb")).Length);
    }

    [Theory]
    [InlineData("", "Could not unzip uploaded file. Please check your file, then try to upload again.")]
    [InlineData("not a zip", "Could not unzip uploaded file. Please check your file, then try to upload again.")]
    public void What_is_no_archive_is_refused(string content, string expected) => Assert.Equal(expected, CodePackage.Check(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void An_empty_archive_is_refused() => Assert.Equal("Uploaded file must be a non-empty zip", CodePackage.Check(Zip()));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Zip(params (string Name, string Content, int Mode)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in entries)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                using var target = entry.Open();
                target.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }
}
