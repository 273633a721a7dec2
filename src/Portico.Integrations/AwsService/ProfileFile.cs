using Portico.Aws.Signing;

namespace Portico.Integrations.AwsService;

/// <summary>Lasting keys of AWS's shared credentials file, by profile.</summary>
/// <seealso href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html"/>
internal static class ProfileFile
{
    private const long MaxBytes = 1024 * 1024;

    /// <summary>The credentials of a profile.</summary>
    /// <param name="path">The file; one that is not there has no profiles.</param>
    /// <param name="profile">Such as <c>default</c>.</param>
    /// <returns>Null when the file has no keys under that name, or cannot be read.</returns>
    internal static AwsCredentials? Find(string path, string profile)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MaxBytes ? Parse(File.ReadLines(path), profile) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    internal static AwsCredentials? Parse(IEnumerable<string> lines, string profile)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isIn = false;
        foreach (var raw in lines)
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                isIn = line[1..^1].Trim() == profile;
            }
            else if (isIn && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                values[line[..equals].Trim()] = line[(equals + 1)..].Trim();
            }
        }

        return values.TryGetValue("aws_access_key_id", out var id) && values.TryGetValue("aws_secret_access_key", out var secret)
            ? new AwsCredentials(id, secret, values.GetValueOrDefault("aws_session_token"))
            : null;
    }
}
