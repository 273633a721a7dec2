using System.Globalization;
using Portico.Aws.Signing;

namespace Portico.Aws.Tests.Signing;

public sealed class SignatureVerifierTests
{
    private static readonly AwsCredentials Caller = new("AKIDEXAMPLE", "secret");
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyValuePair<string, string>[] Host = [new("Host", "api.example")];

    [Theory]
    [InlineData("us-east-1", "execute-api", null)]
    [InlineData("eu-west-1", "execute-api", "Credential should be scoped to a valid region. ")]
    [InlineData("us-east-1", "s3", "Credential should be scoped to correct service: 'execute-api'. ")]
    [InlineData("eu-west-1", "s3", "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'execute-api'. ")]
    public void A_scope_is_for_one_region_and_service(string region, string service, string? message)
    {
        var (signature, _) = Signed("GET", "/", "", region: region, service: service);

        Assert.Equal(message, SignatureVerifier.CheckScope(signature, "us-east-1", "execute-api")?.Message);
    }

    [Theory]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(-301, "Signature not yet current: 20260131T120000Z is still later than 20260131T115959Z (20260131T115459Z + 5 min.)")]
    [InlineData(301, "Signature expired: 20260131T120000Z is now earlier than 20260131T120001Z (20260131T120501Z - 5 min.)")]
    public void A_signature_holds_for_five_minutes_on_either_side(int secondsLater, string? message)
    {
        var (signature, _) = Signed("GET", "/", "");

        Assert.Equal(message, SignatureVerifier.CheckTime(signature, Now.AddSeconds(secondsLater))?.Message);
    }

    [Theory]
    [InlineData(3600, null)]
    [InlineData(3601, "Signature expired: 20260131T120000Z is now earlier than 20260131T120001Z (20260131T130001Z - 60 min.)")]
    public void A_presigned_query_holds_as_long_as_it_says(int secondsLater, string? message)
    {
        var query = new RequestSigner(new SigningKeyCache(), new HeldTime(Now)).Presign("GET", "/pets", "a=1", Host, PayloadHash.Empty, Caller, "us-east-1", "execute-api", TimeSpan.FromHours(1));
        var request = new SignableRequest("GET", "/pets", query, new HeaderLines(Host));

        Assert.True(PresentedSignature.TryRead(request, out var signature, out _));
        Assert.Null(new SignatureVerifier(new SigningKeyCache()).Verify(signature, request, PayloadHash.Empty, Caller));
        Assert.Equal(message, SignatureVerifier.CheckTime(signature, Now.AddSeconds(secondsLater))?.Message);
    }

    [Theory]
    [InlineData("GET", "/pets", "a=1&b=2", "body", true)]
    [InlineData("GET", "/pets", "b=2&a=1", "body", true)]
    [InlineData("POST", "/pets", "a=1&b=2", "body", false)]
    [InlineData("GET", "/pet", "a=1&b=2", "body", false)]
    [InlineData("GET", "/pets", "a=1&b=3", "body", false)]
    [InlineData("GET", "/pets", "a=1&b=2&c=3", "body", false)]
    [InlineData("GET", "/pets", "a=1&b=2", "bodY", false)]
    public void A_signature_is_for_one_request(string method, string path, string query, string body, bool isRight)
    {
        var (signature, headers) = Signed("GET", "/pets", "a=1&b=2", "body");

        var failure = new SignatureVerifier(new SigningKeyCache()).Verify(signature, new(method, path, query, headers), PayloadHash.Of(System.Text.Encoding.UTF8.GetBytes(body)), Caller);

        Assert.Equal(isRight ? null : SignatureFailure.Mismatch, failure);
    }

    [Fact]
    public void A_signature_of_another_secret_is_refused_even_when_the_right_key_was_used_before()
    {
        var (signature, headers) = Signed("GET", "/", "");
        var verifier = new SignatureVerifier(new SigningKeyCache());

        Assert.Null(verifier.Verify(signature, new("GET", "/", "", headers), PayloadHash.Empty, Caller));
        Assert.Equal(SignatureFailure.Mismatch, verifier.Verify(signature, new("GET", "/", "", headers), PayloadHash.Empty, Caller with { SecretAccessKey = "another" }));
    }

    [Fact]
    public void A_signature_that_leaves_the_host_out_is_refused()
    {
        var signer = new RequestSigner(new SigningKeyCache(), new HeldTime(Now));
        List<KeyValuePair<string, string>> lines = [.. signer.Sign("GET", "/", "", [], PayloadHash.Empty, Caller, "us-east-1", "execute-api")];
        var request = new SignableRequest("GET", "/", "", new HeaderLines(lines));

        Assert.True(PresentedSignature.TryRead(request, out var signature, out _));
        Assert.Equal(SignatureFailure.HostIsNotSigned, new SignatureVerifier(new SigningKeyCache()).Verify(signature, request, PayloadHash.Empty, Caller));
    }

    // Spellings of one request, each with the spelling that it is signed as.
    [Theory]
    [InlineData("/a%20b", "", "/a%20b", "")]
    [InlineData("/a/./b/../c//d/", "", "/a/c/d/", "")]
    [InlineData("/", "q=a%2fb", "/", "q=a%2Fb")]
    [InlineData("/", "q=%41", "/", "q=A")]
    [InlineData("/", "q=a+b", "/", "q=a%20b")]
    [InlineData("/", "q", "/", "q=")]
    [InlineData("/", "b=2&a=2&a=1&&a-b=3", "/", "a=1&a=2&a-b=3&b=2")]
    [InlineData("", "", "/", "")]
    public void Spellings_of_one_request_have_one_signature(string path, string query, string signedPath, string signedQuery)
    {
        var (signature, headers) = Signed("GET", signedPath, signedQuery);

        Assert.Null(new SignatureVerifier(new SigningKeyCache()).Verify(signature, new(("GET"), path, query, headers), PayloadHash.Empty, Caller));
    }

    [Fact]
    public void Paths_of_S3_are_signed_as_they_are_sent()
    {
        var signer = new RequestSigner(new SigningKeyCache(), new HeldTime(Now));
        KeyValuePair<string, string>[] Sign(string path, PathForm form) => [.. signer.Sign("GET", path, "", Host, PayloadHash.Empty, Caller, "us-east-1", "s3", form)];

        Assert.Equal(Sign("/a%20b//c", PathForm.AsSent), Sign("/a b//c", PathForm.AsSent));
        Assert.NotEqual(Sign("/a/c", PathForm.AsSent), Sign("/a//c", PathForm.AsSent));
        Assert.NotEqual(Sign("/a%20b", PathForm.AsSent), Sign("/a%20b", PathForm.Normalised));
    }

    [Fact]
    public void The_cache_of_signing_keys_is_bounded()
    {
        var cache = new SigningKeyCache(capacity: 10);
        var signer = new RequestSigner(cache, new HeldTime(Now));
        for (var number = 0; number < 100; number++)
        {
            signer.Sign("GET", "/", "", Host, PayloadHash.Empty, Caller with { AccessKeyId = number.ToString(CultureInfo.InvariantCulture) }, "us-east-1", "execute-api");
        }

        Assert.InRange(cache.Count, 1, 11);
    }

    [Fact]
    public void Credentials_never_show_their_secret() => Assert.DoesNotContain("secret", $"{Caller}", StringComparison.Ordinal);

    private static (PresentedSignature Signature, IHeaderLines Headers) Signed(string method, string path, string query, string body = "", string region = "us-east-1", string service = "execute-api")
    {
        var signer = new RequestSigner(new SigningKeyCache(), new HeldTime(Now));
        List<KeyValuePair<string, string>> lines = [.. Host];
        lines.AddRange(signer.Sign(method, path, query, lines, PayloadHash.Of(System.Text.Encoding.UTF8.GetBytes(body)), Caller, region, service));
        var headers = new HeaderLines(lines);
        Assert.True(PresentedSignature.TryRead(new(method, path, query, headers), out var signature, out _));
        return (signature, headers);
    }
}
