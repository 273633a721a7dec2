using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Portico.Authorizers.Cognito;
using Portico.Authorizers.Jwt;

namespace Portico.Benchmarks;

/// <summary>What does a token of a user pool cost that was verified before, and what the first time?</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private const string Issuer = "https://pool.example.com";

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private PoolTokens _tokens = null!;
    private TokenVerifier _verifier = null!;
    private string _token = "";

    [GlobalSetup]
    public void Sign()
    {
        using var key = RSA.Create(2048);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var documents = new Documents($$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"a","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}]}""");
        var keys = new IssuerKeys(new IssuerAddress(Issuer, new Uri(Issuer), null), documents, TimeProvider.System);
        _tokens = new PoolTokens([keys], audience: null, TimeProvider.System);
        _verifier = new TokenVerifier([keys], ["RS256"], TimeProvider.System);

        var signed = $"{Text("""{"alg":"RS256","kid":"a"}""")}.{Text($$"""{"iss":"{{Issuer}}","sub":"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee","aud":"xxxxxxxxxxxxexample","token_use":"id","auth_time":1676312777,"iat":{{_now.ToUnixTimeSeconds()}},"exp":{{_now.AddHours(9).ToUnixTimeSeconds()}},"cognito:username":"janedoe","email":"janedoe@example.com","email_verified":true,"cognito:groups":["a","b"]}""")}";
        _token = $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        if (_tokens.VerifyAsync(_token).AsTask().GetAwaiter().GetResult().Token is null || Warm() is null) throw new InvalidOperationException("The token is not taken");
    }

    // What comes in with a request is another string each time.
    [Benchmark(Baseline = true)]
    public string Copy() => new(_token);

    [Benchmark]
    public AcceptedToken? Warm() => _tokens.Recall(new string(_token), _now);

    [Benchmark]
    public async Task<TokenFailure> Cold() => (await _verifier.VerifyAsync(_token)).Failure;

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private sealed class Documents(string keys) : IKeyDocuments
    {
        public ValueTask<string> GetAsync(Uri address, CancellationToken cancellationToken) => new(keys);
    }
}
