using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Portico.Authorizers.Cognito;
using Portico.Authorizers.Jwt;
using Portico.Authorizers.Lambda;
using Portico.Compiler.Authorization;
using Portico.DataPlane.Pipelines;
using Portico.Lambda;
using Portico.Model.Lambda;
using Portico.Model.Rest;

namespace Portico.Benchmarks;

/// <summary>Authorizers that know their caller already: what a Lambda authorizer's function said is kept, and a pool's token was verified.</summary>
internal static class KnownCallers
{
    internal const string Token = "a-token-of-a-caller-0123456789abcdef0123456789abcdef";

    private const string Issuer = "https://pool.example.com";
    private const string Answer = """{"principalId":"ann","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:123456789012:abcdefghij/*/GET/*"}]},"context":{"team":"shelf"}}""";

    private static readonly RSA Key = RSA.Create(2048);
    private static string? s_token;

    internal static string PoolToken(TimeProvider time)
    {
        if (s_token is not null) return s_token;
        var now = time.GetUtcNow();
        var signed = $"{Text("""{"alg":"RS256","kid":"a"}""")}.{Text($$"""{"iss":"{{Issuer}}","sub":"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee","aud":"xxxxxxxxxxxxexample","token_use":"id","iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddHours(9).ToUnixTimeSeconds()}},"cognito:username":"janedoe","email":"janedoe@example.com"}""")}";
        return s_token = $"{signed}.{Base64Url.EncodeToString(Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    internal static IAuthorizationFactory[] Factories(TimeProvider time)
    {
        var cache = new AuthorizerCache("bench");
        cache.Present.Add(Token, AuthorizerAnswerReader.Read(Encoding.UTF8.GetBytes(Answer), out _)!, time.GetUtcNow(), TimeSpan.FromSeconds(300));
        var authorizer = new LambdaAuthorizer
        {
            Id = "abcdef",
            Name = "told",
            TakesToken = true,

            // Nobody is asked: the answer is at hand.
            Function = new FunctionTarget(null!, FunctionReference.TryParse("arn:aws:lambda:us-east-1:123456789012:function:who")!.Value, hasRole: false, "us-east-1", "123456789012"),
            Sources = IdentitySources.TryCompile(["method.request.header.Authorization"])!,
            Ttl = TimeSpan.FromSeconds(300),
            Cache = cache,
        };
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        var keys = new IssuerKeys(new IssuerAddress(Issuer, new Uri(Issuer), null), new Documents($$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"a","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}]}"""), time);
        var tokens = new PoolTokens([keys], audience: null, time);
        if (tokens.VerifyAsync(PoolToken(time)).AsTask().GetAwaiter().GetResult().Token is null) throw new InvalidOperationException("The token is not taken");
        return [new Factory("CUSTOM", new LambdaAuthorizerStep(authorizer, resourcePolicy: null)), new Factory("COGNITO_USER_POOLS", new CognitoStep(tokens, "Authorization", scopes: [], resourcePolicy: null))];
    }

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private sealed class Factory(string type, IStep step) : IAuthorizationFactory
    {
        public bool Handles(Method method) => method.AuthorizationType == type;

        public IStep? Create(AuthorizationContext context) => step;
    }

    private sealed class Documents(string keys) : IKeyDocuments
    {
        public ValueTask<string> GetAsync(Uri address, CancellationToken cancellationToken) => new(keys);
    }
}
