using System.Text;
using CsCheck;
using Portico.Integrations.Mock;

namespace Portico.Integrations.Tests.Mock;

public sealed class MockStatusCodeTests
{
    // Recorded fact 196.
    [Theory]
    [InlineData("""{"statusCode": 200}""", 200)]
    [InlineData("{statusCode: 200}", 200)]
    [InlineData("{'statusCode': 404}", 404)]
    [InlineData(" {\n\"statusCode\" : 200\n} ", 200)]
    [InlineData("""{"message": "a, {b}: [c]", "statusCode": 201}""", 201)]
    [InlineData("""{"nested": {"statusCode": 500, "list": [1, {"a": "]"}]}, "statusCode": 202}""", 202)]
    [InlineData("""{"statusCode": 200, "statusCode": 203}""", 203)]
    [InlineData("""{"text": "quote \" inside", "statusCode": 200}""", 200)]
    [InlineData("""{"statusCode": "200"}""", 200)]
    [InlineData("""{"statusCode": 200.5}""", null)]
    [InlineData("""{"statusCode": abc}""", null)]
    [InlineData("""{"statuscode": 200}""", null)]
    [InlineData("""{"a": {"statusCode": 200}}""", null)]
    [InlineData("{}", null)]
    [InlineData("", null)]
    [InlineData("200", null)]
    [InlineData("""[{"statusCode": 200}]""", null)]
    [InlineData("""{"statusCode": 200""", null)]
    [InlineData("""{"statusCode": 200} x""", null)]
    [InlineData("""{"statusCode" 200}""", null)]
    [InlineData("""{"a": "never closed, "statusCode": 200}""", null)]
    public void The_status_is_the_integer_at_the_top_of_the_object(string text, int? expected) =>
        Assert.Equal(expected, MockStatusCode.TryRead(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Any_bytes_are_read_to_an_end() => Gen.Byte.Array[0, 200].Sample(bytes => { MockStatusCode.TryRead(bytes); });

    [Fact]
    public void Depth_costs_nothing() => Assert.Null(MockStatusCode.TryRead(Encoding.UTF8.GetBytes("{\"a\": " + new string('[', 1_000_000))));
}
