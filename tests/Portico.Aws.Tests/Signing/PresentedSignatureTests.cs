using Portico.Aws.Signing;

namespace Portico.Aws.Tests.Signing;

public sealed class PresentedSignatureTests
{
    private const string Credential = "Credential=AKID/20150830/us-east-1/execute-api/aws4_request";

    [Theory]
    [InlineData("Bearer abc.def.ghi", "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'UxOF3HMhATMMq+KaaPX3QIBX1wJiIP+fN+V4AUACHEY='.")]
    [InlineData("Basic dXNlcjpwYXNz=", "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=Basic dXNlcjpwYXNz=")]
    [InlineData("AWS4-HMAC-SHA256 " + Credential, "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 " + Credential)]
    [InlineData("AWS4-HMAC-SHA1 " + Credential + ", SignedHeaders=host, Signature=0", "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/us-east-1, SignedHeaders=host, Signature=0", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKID/us-east-1'")]
    public void A_broken_header_is_incomplete(string authorization, string message)
    {
        Assert.False(PresentedSignature.TryRead(Request(authorization), out _, out var failure));

        Assert.Equal((SignatureFailureKind.Incomplete, message), (failure.Kind, failure.Message));
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20150829/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/execute-api/aws4, SignedHeaders=host, Signature=0", "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'.")]
    public void A_scope_that_cannot_be_is_invalid(string authorization, string message)
    {
        Assert.False(PresentedSignature.TryRead(Request(authorization), out _, out var failure));

        Assert.Equal((SignatureFailureKind.Invalid, message), (failure.Kind, failure.Message));
    }

    [Fact]
    public void A_header_without_a_date_says_so()
    {
        Assert.False(PresentedSignature.TryRead(Request($"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=host, Signature=0", date: null), out _, out var failure));

        Assert.StartsWith("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("today")]
    [InlineData("20151332T123600Z")]
    [InlineData("2015-08-30T12:36:00Z")]
    public void A_date_that_is_none_is_incomplete(string date)
    {
        Assert.False(PresentedSignature.TryRead(Request($"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=host, Signature=0", date), out _, out var failure));

        Assert.Equal($"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601", failure.Message);
    }

    [Fact]
    public void The_date_of_HTTP_will_do()
    {
        var request = new SignableRequest("GET", "/", "", new HeaderLines([new("Authorization", $"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=date;host, Signature=0"), new("Date", "Sun, 30 Aug 2015 12:36:00 GMT")]));

        Assert.True(PresentedSignature.TryRead(request, out var signature, out _));
        Assert.Equal(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero), signature.Time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Amz-Date=20150830T123600Z")]
    [InlineData("pet=X-Amz-Signature")]
    public void A_request_without_a_signature_has_none(string query)
    {
        Assert.False(PresentedSignature.TryRead(new("GET", "/", query, new HeaderLines([])), out _, out var failure));

        Assert.Equal(SignatureFailure.Missing, failure);
    }

    [Theory]
    [InlineData("X-Amz-Signature=0", "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.")]
    [InlineData(Whole + "&X-Amz-Expires=soon", "X-Amz-Expires should be a number")]
    [InlineData(Whole + "&X-Amz-Expires=604801", "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")]
    public void A_broken_query_is_incomplete(string query, string message)
    {
        Assert.False(PresentedSignature.TryRead(new("GET", "/", query, new HeaderLines([])), out _, out var failure));

        Assert.Equal((SignatureFailureKind.Incomplete, message), (failure.Kind, failure.Message));
    }

    private const string Whole = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20150830%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Signature=0";

    private static SignableRequest Request(string authorization, string? date = "20150830T123600Z") =>
        new("GET", "/", "", new HeaderLines(date is null ? [new("Authorization", authorization)] : [new("Authorization", authorization), new("X-Amz-Date", date)]));
}
