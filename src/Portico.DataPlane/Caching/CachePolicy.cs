namespace Portico.DataPlane.Caching;

/// <summary>How a stage keeps the answers of a method.</summary>
/// <param name="Lifetime">How long an answer is given, from one second to an hour.</param>
/// <param name="Encrypted">Whether answers lie encrypted in the cache.</param>
/// <param name="RequiresAuthorization">Whether only callers with the permission <c>execute-api:InvalidateCache</c> may have an answer fetched anew.</param>
/// <param name="Unauthorized">What the others are answered.</param>
/// <param name="KeepsForms">Whether compressed forms of answers are kept with them.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"/>
public sealed record CachePolicy(TimeSpan Lifetime, bool Encrypted, bool RequiresAuthorization, UnauthorizedCacheControl Unauthorized, bool KeepsForms);

/// <summary>What becomes of a request whose <c>Cache-Control: max-age=0</c> is not for its caller to send.</summary>
public enum UnauthorizedCacheControl
{
    FailWith403,
    SucceedWithResponseHeader,
    SucceedWithoutResponseHeader,
}
