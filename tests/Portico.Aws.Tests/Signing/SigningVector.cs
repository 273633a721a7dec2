using System.Text;

namespace Portico.Aws.Tests.Signing;

/// <summary>One directory of the AWS Signature Version 4 test suite.</summary>
internal sealed record SigningVector(string Method, string Path, string Query, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, string Authorization, string CanonicalRequest)
{
    internal static SigningVector Read(string folder)
    {
        var name = System.IO.Path.GetFileName(folder);
        var text = File.ReadAllText(System.IO.Path.Combine(folder, $"{name}.sreq"), Encoding.UTF8).ReplaceLineEndings("\n");
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (blank < 0 ? text : text[..blank]).TrimEnd('\n').Split('\n');

        // The target may hold blanks.
        var method = lines[0][..lines[0].IndexOf(' ', StringComparison.Ordinal)];
        var target = lines[0][(method.Length + 1)..lines[0].LastIndexOf(' ')];
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in lines[1..])
        {
            if (line.StartsWith(' '))
            {
                headers[^1] = new(headers[^1].Key, headers[^1].Value + "\n" + line);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..]));
        }

        var authorization = headers.Single(line => line.Key == "Authorization").Value.Trim();
        return new(
            method, mark < 0 ? target : target[..mark], mark < 0 ? "" : target[(mark + 1)..], [.. headers.Where(line => line.Key != "Authorization")],
            blank < 0 ? [] : Encoding.UTF8.GetBytes(text[(blank + 2)..]), authorization,
            File.ReadAllText(System.IO.Path.Combine(folder, $"{name}.creq"), Encoding.UTF8).ReplaceLineEndings("\n"));
    }
}
