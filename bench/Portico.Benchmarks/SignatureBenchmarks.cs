using System.Text;
using BenchmarkDotNet.Attributes;
using Portico.Aws.Signing;

namespace Portico.Benchmarks;

/// <summary>What does it cost to verify a caller's signature, and what of it is the body, what the signing key?</summary>
[MemoryDiagnoser]
public class SignatureBenchmarks
{
    private static readonly AwsCredentials Caller = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private readonly SignatureVerifier _verifier = new(new SigningKeyCache());
    private byte[] _body = [];
    private HeaderLines _headers = new([]);
    private SignableRequest _request;

    [Params(0, 1024, 65536)]
    public int BodyBytes { get; set; }

    [GlobalSetup]
    public void Sign()
    {
        _body = Encoding.ASCII.GetBytes(new string('a', BodyBytes));
        var signer = new RequestSigner(new SigningKeyCache(), TimeProvider.System);
        List<KeyValuePair<string, string>> lines = [new("Host", "a1b2c3d4e5.execute-api.localhost:8080"), new("Content-Type", "application/json")];
        lines.AddRange(signer.Sign("POST", "/dev/orders/4711", "limit=10&after=x", lines, PayloadHash.Of(_body), Caller, "us-east-1", "execute-api"));
        _headers = new(lines);
        _request = new SignableRequest("POST", "/dev/orders/4711", "limit=10&after=x", _headers);
        if (Verify() is not null || VerifyWithoutCache() is not null) throw new InvalidOperationException("The signature is not verified");
    }

    [Benchmark(Baseline = true)]
    public string HashOfTheBody() => PayloadHash.Of(_body);

    [Benchmark]
    public SignatureFailure? Verify() => Verify(_verifier);

    [Benchmark]
    public SignatureFailure? VerifyWithoutCache() => Verify(new SignatureVerifier(new SigningKeyCache()));

    private SignatureFailure? Verify(SignatureVerifier verifier) =>
        PresentedSignature.TryRead(_request, out var signature, out var failure)
            ? SignatureVerifier.CheckScope(signature, "us-east-1", "execute-api") ?? verifier.Verify(signature, _request, PayloadHash.Of(_body), Caller)
            : failure;
}
