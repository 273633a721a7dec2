using Portico.Authorizers;
using Portico.Authorizers.Cognito;
using Portico.Authorizers.Jwt;
using Portico.Tests.Running;

namespace Portico.Tests.Cognito;

/// <summary>Which tokens a pool vouches for.</summary>
public sealed class PoolTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly Pool _pool = new();
    private readonly MovedTime _time = new(Now);

    [Fact]
    public async Task A_token_of_the_pool_is_taken_with_its_claims()
    {
        var (token, failure) = await Tokens().VerifyAsync(Pool.Token(Now, claims: [("email_verified", true), ("auth_time", 1769860800L), ("cognito:groups", new[] { "a", "b" }), ("address", new { city = "x" })]));

        Assert.Equal(TokenFailure.None, failure);
        Assert.False(token!.IsAccessToken);
        Assert.Equal("ann", token.Context.Find("claims.sub"));
        Assert.Equal("true", token.Context.Find("claims.email_verified"));
        Assert.Equal("1769860800", token.Context.Find("claims.auth_time"));
        Assert.Equal("a,b", token.Context.Find("claims.cognito:groups"));
        Assert.Equal("""{"city":"x"}""", token.Context.Find("claims.address"));
        Assert.Equal("Sat Jan 31 13:00:00 UTC 2026", token.Context.Find("claims.exp"));
        Assert.Null(token.Context.Find("claims.none"));
        Assert.Null(token.Context.Find("sub"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("")]
    public async Task Another_algorithm_than_the_pools_is_refused(string algorithm) =>
        Assert.Equal(TokenFailure.Malformed, (await Tokens().VerifyAsync(Pool.Token(Now, algorithm: algorithm))).Failure);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6ImZpcnN0In0.bm90IGpzb24.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6ImZpcnN0In0.W10.AAAA")]
    [InlineData("Bearer x")]
    public async Task What_is_no_token_is_refused(string text) => Assert.NotEqual(TokenFailure.None, (await Tokens().VerifyAsync(text)).Failure);

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        var parts = Pool.Token(Now).Split('.');
        var other = Pool.Token(Now, claims: ("sub", "bob")).Split('.');

        Assert.Equal(TokenFailure.WrongSignature, (await Tokens().VerifyAsync($"{parts[0]}.{other[1]}.{parts[2]}")).Failure);
    }

    [Theory]
    [InlineData(-3600, 0, TokenFailure.Expired)]
    [InlineData(-3601, 0, TokenFailure.Expired)]
    [InlineData(-3599, 0, TokenFailure.None)]
    [InlineData(60, 0, TokenFailure.None)]
    [InlineData(61, 0, TokenFailure.NotYetValid)]
    [InlineData(0, 61, TokenFailure.NotYetValid)]
    [InlineData(0, 60, TokenFailure.None)]
    public async Task A_token_has_its_time(int issued, int notBefore, TokenFailure failure) =>
        Assert.Equal(failure, (await Tokens().VerifyAsync(Pool.Token(Now.AddSeconds(issued), claims: ("nbf", Now.AddSeconds(notBefore).ToUnixTimeSeconds())))).Failure);

    [Fact]
    public async Task A_token_without_an_end_is_refused() => Assert.NotEqual(TokenFailure.None, (await Tokens().VerifyAsync(Pool.Token(Now, claims: ("exp", null)))).Failure);

    [Fact]
    public async Task A_token_of_another_issuer_is_refused_and_its_key_not_looked_for()
    {
        var tokens = Tokens();
        await tokens.VerifyAsync(Pool.Token(Now));

        Assert.Equal(TokenFailure.WrongIssuer, (await tokens.VerifyAsync(Pool.Token(Now, "unknown", claims: ("iss", "https://evil.example.com")))).Failure);
        Assert.Equal(1, _pool.Fetches);
    }

    [Theory]
    [InlineData("client", true)]
    [InlineData("cli.*", true)]
    [InlineData("cli", false)]
    [InlineData("other|client", true)]
    public async Task The_audience_must_match_as_a_whole(string expression, bool isTaken)
    {
        var (token, _) = await new PoolTokens([Keys()], IdentityExpression.TryParse(expression), _time).VerifyAsync(Pool.Token(Now));

        Assert.Equal(isTaken, token is not null);
    }

    [Theory]
    [InlineData("id", "JWT", null, false)]
    [InlineData("access", "JWT", null, true)]
    [InlineData("id", "JWT", "a", false)]
    [InlineData(null, "at+jwt", null, true)]
    [InlineData(null, "JWT", "a b", true)]
    [InlineData(null, null, null, false)]
    public async Task An_access_token_is_told_from_an_identity_token(string? use, string? type, string? scope, bool isAccess) =>
        Assert.Equal(isAccess, (await Tokens().VerifyAsync(Pool.Token(Now, type: type, claims: [("token_use", use), ("scope", scope)]))).Token!.IsAccessToken);

    [Fact]
    public async Task A_token_that_is_known_is_recalled_until_it_ends()
    {
        var tokens = Tokens();
        var text = Pool.Token(Now);
        Assert.Null(tokens.Recall(text, Now));
        var (accepted, _) = await tokens.VerifyAsync(text);

        Assert.Same(accepted, tokens.Recall(text, Now.AddMinutes(59)));
        Assert.Null(tokens.Recall(text, Now.AddHours(1)));
        Assert.Null(tokens.Recall(text[..^1] + (text[^1] == 'A' ? 'B' : 'A'), Now));
    }

    [Fact]
    public async Task A_token_whose_key_was_taken_away_is_known_no_more()
    {
        var tokens = Tokens();
        var text = Pool.Token(Now);
        await tokens.VerifyAsync(text);

        _pool.KeyIds = ["second"];
        _time.Now = Now.AddMinutes(2);
        Assert.NotNull((await tokens.VerifyAsync(Pool.Token(Now, "second"))).Token);

        Assert.Null(tokens.Recall(text, _time.Now));
        _time.Now = Now.AddMinutes(4);
        Assert.Equal(TokenFailure.UnknownKey, (await tokens.VerifyAsync(text)).Failure);
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_makes_one_fetch_a_minute()
    {
        var tokens = Tokens();
        await tokens.VerifyAsync(Pool.Token(Now));
        _time.Now = Now.AddSeconds(61);

        for (var index = 0; index < 50; index++) Assert.Equal(TokenFailure.UnknownKey, (await tokens.VerifyAsync(Pool.Token(Now, $"made-up-{index % 3}"))).Failure);
        Assert.Equal(2, _pool.Fetches);

        _time.Now = Now.AddSeconds(122);
        await tokens.VerifyAsync(Pool.Token(Now, "made-up-0"));
        Assert.Equal(3, _pool.Fetches);
    }

    [Fact]
    public async Task The_last_keys_serve_while_the_pool_is_away_until_they_expire()
    {
        var tokens = Tokens();
        await tokens.VerifyAsync(Pool.Token(Now));
        _pool.IsAway = true;

        _time.Now = Now.AddHours(23);
        Assert.Equal(TokenFailure.None, (await tokens.VerifyAsync(Pool.Token(_time.Now))).Failure);
        _time.Now = Now.AddHours(24);
        Assert.Equal(TokenFailure.KeysUnreachable, (await tokens.VerifyAsync(Pool.Token(_time.Now))).Failure);

        _pool.IsAway = false;
        _time.Now = Now.AddHours(25);
        Assert.Equal(TokenFailure.None, (await tokens.VerifyAsync(Pool.Token(_time.Now))).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"first","k":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"first","n":"!","e":"AQAB"}]}""")]
    public async Task Keys_that_are_none_are_as_good_as_unreachable(string garbage)
    {
        _pool.Garbage = garbage;

        Assert.Equal(TokenFailure.KeysUnreachable, (await Tokens().VerifyAsync(Pool.Token(Now))).Failure);
    }

    [Fact]
    public void Only_so_many_tokens_are_kept()
    {
        var cache = new TokenCache<string>(100);
        for (var index = 0; index < 1000; index++) cache.Add($"token-{index}", "x");

        Assert.InRange(cache.Count, 50, 101);
        Assert.Equal("x", cache.Find("token-999"));
    }

    private IssuerKeys Keys() => new(IssuerAddress.At(Pool.Issuer), _pool, _time);

    private PoolTokens Tokens() => new([Keys()], audience: null, _time);

    private sealed class MovedTime(DateTimeOffset now) : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
