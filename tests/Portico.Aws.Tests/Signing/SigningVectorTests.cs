using Portico.Aws.Signing;

namespace Portico.Aws.Tests.Signing;

public sealed class SigningVectorTests
{
    private static readonly AwsCredentials Example = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Then = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    // Its canonical request and its string to sign are right; the signature beside them is that of get-vanilla.
    private const string WrongInTheSuite = "get-vanilla-with-session-token";

    public static TheoryData<string> SignedNames() => [.. Names().Select(row => row.Data).Where(name => name != WrongInTheSuite)];

    public static TheoryData<string> Names()
    {
        if (SharedFolder.Find("conformance/sigv4") is not { } folder) return ["(absent)"];
        return [.. Directory.GetFiles(folder, "*.authz", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_has_the_canonical_request_of_the_suite(string name)
    {
        var vector = Read(name);
        var signed = vector.Authorization.Split("SignedHeaders=")[1].Split(',')[0];
        var buffer = new CanonicalBuffer(16);

        CanonicalRequest.Write(ref buffer, Request(vector, vector.Method), signed.Split(';'), signed, PayloadHash.Of(vector.Body));

        Assert.Equal(vector.CanonicalRequest, System.Text.Encoding.UTF8.GetString(buffer.Written));
    }

    [Theory]
    [MemberData(nameof(SignedNames))]
    public void A_vector_is_signed_as_the_suite_signs_it(string name)
    {
        var vector = Read(name);
        IEnumerable<KeyValuePair<string, string>> headers = vector.Headers.Where(line => line.Key != "X-Amz-Date");
        var token = vector.Headers.FirstOrDefault(line => line.Key == "X-Amz-Security-Token").Value;

        // "after": the token is added once the signature is made.
        var isSigned = vector.Authorization.Contains("x-amz-security-token", StringComparison.Ordinal);
        var signer = new RequestSigner(new SigningKeyCache(), new HeldTime(Then));

        var added = signer.Sign(
            vector.Method, vector.Path, vector.Query, headers.Where(line => line.Key != "X-Amz-Security-Token"), PayloadHash.Of(vector.Body), Example with { SessionToken = isSigned ? token : null }, "us-east-1", "service");

        Assert.Equal(vector.Authorization, added.Single(line => line.Key == "Authorization").Value);
    }

    [Theory]
    [MemberData(nameof(SignedNames))]
    public void A_vector_is_verified(string name)
    {
        var vector = Read(name);
        var request = Request(vector, vector.Method);

        Assert.True(PresentedSignature.TryRead(request, out var signature, out _));
        Assert.Null(SignatureVerifier.CheckScope(signature, "us-east-1", "service"));
        Assert.Null(SignatureVerifier.CheckTime(signature, Then));
        Assert.Null(new SignatureVerifier(new SigningKeyCache()).Verify(signature, request, PayloadHash.Of(vector.Body), Example));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_with_another_method_is_refused(string name)
    {
        var vector = Read(name);
        var request = Request(vector, "DELETE");

        Assert.True(PresentedSignature.TryRead(request, out var signature, out _));
        Assert.Equal(SignatureFailure.Mismatch, new SignatureVerifier(new SigningKeyCache()).Verify(signature, request, PayloadHash.Of(vector.Body), Example));
    }

    private static SignableRequest Request(SigningVector vector, string method) =>
        new(method, vector.Path, vector.Query, new HeaderLines([.. vector.Headers, new("Authorization", vector.Authorization)]));

    private static SigningVector Read(string name)
    {
        if (SharedFolder.Find("conformance/sigv4") is not { } folder)
        {
            Assert.Skip("the conformance data is not beside this repository");
            throw new InvalidOperationException();
        }

        return SigningVector.Read(Path.Combine(folder, name));
    }
}
