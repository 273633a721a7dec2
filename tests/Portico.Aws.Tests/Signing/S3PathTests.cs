using Portico.Aws.Signing;

namespace Portico.Aws.Tests.Signing;

public sealed class S3PathTests
{
    [Theory]
    [InlineData("/bucket/a.bin", "/bucket/a.bin")]
    [InlineData("/bucket/b+c.bin", "/bucket/b%2Bc.bin")]
    [InlineData("/bucket/a%20folder/b%2bc", "/bucket/a%20folder/b%2Bc")]
    [InlineData("/bucket//a/../b", "/bucket//a/../b")]
    [InlineData("/bucket/%7Ea=b,c", "/bucket/~a%3Db%2Cc")]
    [InlineData("/bucket?list-type=2&prefix=a+b", "/bucket?list-type=2&prefix=a+b")]
    [InlineData("/bucket/\u00fc", "/bucket/%C3%BC")]
    public void A_path_goes_over_the_wire_as_it_is_signed(string target, string sent) => Assert.Equal(sent, S3Path.InTarget(target));
}
