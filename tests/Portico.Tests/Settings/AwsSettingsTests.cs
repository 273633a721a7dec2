using Portico.CommandLine;
using Portico.Failures;
using Portico.Integrations.AwsService;

namespace Portico.Tests.Settings;

/// <summary>The keys endpoints and roles of portico.yaml.</summary>
public sealed class AwsSettingsTests
{
    private const string Role = "arn:aws:iam::123456789012:role/api";

    [Fact]
    public void Everything_that_is_said_is_taken()
    {
        var settings = Read($$"""
            endpoints: { sqs: "http://127.0.0.1:5001", DynamoDB: "https://db.internal" }
            roles:
              "{{Role}}": { accessKeyId: AKID, secretAccessKey: secret, sessionToken: token }
              "{{Role}}2": orders
            """);

        Assert.Equal("http://127.0.0.1:5001", settings.Endpoints["sqs"]);
        Assert.Equal("https://db.internal", settings.Endpoints["dynamodb"]);
        var keys = settings.Roles[Role].Keys!;
        Assert.Equal(("AKID", "secret", "token"), (keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken));
        Assert.Equal("orders", settings.Roles[Role + "2"].Profile);
    }

    [Theory]
    [InlineData("endpoints: [a]", "'endpoints' takes a mapping, not a list")]
    [InlineData("endpoints: { sqs: \"127.0.0.1:1\" }", "'sqs' takes an address such as http://127.0.0.1:5001, not '127.0.0.1:1'")]
    [InlineData("roles: { api: { accessKeyId: a, secretAccessKey: b } }", "'api' is no role; name it by its ARN")]
    [InlineData("roles: { \"arn:aws:iam::1:role/a\": { accessKeyId: a } }", "lacks secretAccessKey; give accessKeyId and secretAccessKey, or the name of a profile of AWS's credentials file")]
    [InlineData("roles: { \"arn:aws:iam::1:role/a\": { accessKeyId: a, secretKey: tops3cret } }", "'secretKey' is no setting of")]
    public void What_is_no_setting_is_refused_with_its_place_and_without_secrets(string text, string expected)
    {
        var failure = Assert.Throws<CommandFailure>(() => Read(text));

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tops3cret", failure.Message, StringComparison.Ordinal);
    }

    private static AwsSettings Read(string text)
    {
        var folder = Directory.CreateTempSubdirectory("portico-settings-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, SettingsFile.Name), text);
            return SettingsFile.Read(folder.FullName).Aws;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
