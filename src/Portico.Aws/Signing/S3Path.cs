using System.Text;

namespace Portico.Aws.Signing;

/// <summary>The one spelling of an object's path that goes over the wire as it is signed: S3 compares them without decoding, so <c>b+c</c> is sent as <c>b%2Bc</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"/>
public static class S3Path
{
    /// <summary>Spells the path of a request target with everything but unreserved characters and slashes percent-encoded once; the query stays as it is.</summary>
    /// <param name="target">Path and query; what is percent-encoded already stays so.</param>
    public static string InTarget(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? Spelled(target) : string.Concat(Spelled(target.AsSpan(0, mark)), target.AsSpan(mark));
    }

    private static string Spelled(ReadOnlySpan<char> path)
    {
        var buffer = new CanonicalBuffer(path.Length + 16);
        try
        {
            buffer.AddReencoded(path, isPath: true);
            return Encoding.ASCII.GetString(buffer.Written);
        }
        finally
        {
            buffer.Dispose();
        }
    }
}
