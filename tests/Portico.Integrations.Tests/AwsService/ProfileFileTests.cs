using Portico.Integrations.AwsService;

namespace Portico.Integrations.Tests.AwsService;

public sealed class ProfileFileTests
{
    private const string Text = """
        # comment
        [default]
        aws_access_key_id = AKIDEFAULT
        aws_secret_access_key=secret=with=equals

        [orders]
        aws_access_key_id=AKIORDERS
        aws_secret_access_key = other
        aws_session_token = token
        [half]
        aws_access_key_id = AKIHALF
        """;

    [Theory]
    [InlineData("default", "AKIDEFAULT secret=with=equals ")]
    [InlineData("orders", "AKIORDERS other token")]
    [InlineData("half", null)]
    [InlineData("none", null)]
    public void A_profile_has_its_keys(string profile, string? expected)
    {
        var found = ProfileFile.Parse(Text.Split('\n'), profile);

        Assert.Equal(expected, found is null ? null : $"{found.AccessKeyId} {found.SecretAccessKey} {found.SessionToken}");
    }

    [Fact]
    public void A_file_that_is_not_there_has_no_profiles() => Assert.Null(ProfileFile.Find("/no/such/file", "default"));
}
